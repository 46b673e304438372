// Writes docs/permissions.md from the built contracts; with --check only tells whether it is current.
import { SessionRequired, requestContracts, permissions, roleNames, roles } from '@linkflow/contracts'
import { readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'

const file = new URL('../../docs/permissions.md', import.meta.url)
const operations = requestContracts.filter(({ http }) => http)

const nameOf = ({ http }) => `\`${http.method} ${http.path}\``
const list = (contracts) => contracts.map((contract) => `- ${nameOf(contract)}: ${contract.summary}`).join('\n')
const ofKind = (kind) => operations.filter(({ access }) => access.kind === kind)
const isPersonal = ({ problems }) => problems.includes(SessionRequired)

function rowOf(permission) {
  const needing = operations.filter(({ access }) => access.permission === permission)
  const held = roleNames.map((role) => (roles[role].includes(permission) ? 'yes' : ''))
  return [`\`${permission}\``, ...held, needing.map(nameOf).join('<br>')]
}

function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

const page = `# Permissions

Made from the contracts by \`node tools/docs/permissions.mjs\`; do not edit.

An operation asks for at most one permission. A member holds those of their role; an API key holds those it was given,
as far as the member who made it still holds them. A caller without the permission is told 403 \`auth/forbidden\`; a
caller who is no member of the workspace is told 404.

${table(['Permission', ...roleNames, 'Operations'], [...permissions].sort().map(rowOf))}

## Operations for everybody who is signed in

${list(ofKind('authenticated').filter((contract) => !isPersonal(contract)))}

## Operations for people alone

What they are about is a person's own. An API key is told 403 \`auth/session-required\`, whatever it may do otherwise.

${list(ofKind('authenticated').filter(isPersonal))}

## Public operations

${ofKind('public')
  .map((contract) => `- ${nameOf(contract)}: ${contract.summary} Public because: ${contract.access.why}.`)
  .join('\n')}
`

const text = await format(page, { parser: 'markdown', printWidth: 120 })
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/permissions.md is not current: run node tools/docs/permissions.mjs')
  process.exitCode = 1
}
