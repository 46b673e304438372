// Writes docs/problems/README.md from the built contracts; with --check only tells whether it is current.
import * as contracts from '@linkflow/contracts'
import * as kernel from '@linkflow/kernel'
import { z } from 'zod'
import { publish, table } from './document.mjs'

const isProblem = (value) => typeof value === 'function' && typeof value.code === 'string' && 'status' in value
const declared = (module) => Object.values(module).filter(isProblem)

const everywhere = declared(kernel)
const own = declared(contracts).filter(({ code }) => !everywhere.some((other) => other.code === code))
const byCode = (a, b) => a.code.localeCompare(b.code)

const nameOf = ({ http, service, name }) =>
  http ? `\`${http.method} ${http.path}\`` : `\`${service}/${name}\` (between services)`

function raisedBy({ code }) {
  return contracts.requestContracts
    .filter(({ problems }) => problems.some((problem) => problem.code === code))
    .map(nameOf)
}

/** The members a problem's document has besides the standard ones. */
function membersOf({ params }) {
  if (!params) return []
  const { properties = {}, required = [] } = z.toJSONSchema(params, { unrepresentable: 'any' })
  return Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    typeOf(schema),
    required.includes(name) ? 'always' : 'sometimes',
  ])
}

function typeOf(schema) {
  if (schema.type === 'array') return `array of ${typeOf(schema.items ?? {})}`
  if (schema.type === 'object' && schema.properties)
    return `object of ${Object.keys(schema.properties)
      .map((name) => `\`${name}\``)
      .join(', ')}`
  return schema.type ?? 'anything'
}

function section(problem, where) {
  const members = membersOf(problem)
  const parts = [`### ${problem.code}`, `**${problem.status}** · ${problem.title}`]
  if (members.length > 0) parts.push(table(['Member', 'Type', 'There'], members))
  if (where.length > 0) parts.push(`From ${where.join(', ')}.`)
  return parts.join('\n\n')
}

const groups = new Map()
for (const problem of [...own].sort(byCode)) {
  const [group] = problem.code.split('/')
  groups.set(group, [...(groups.get(group) ?? []), problem])
}

await publish(
  'problems/README.md',
  'problems.mjs',
  `# Problems

Made from the contracts by \`node tools/docs/problems.mjs\`; do not edit.

Every refusal is an \`application/problem+json\` document (RFC 9457) with \`type\`, \`title\`, \`status\`, \`detail\`, \`instance\` (the
trace of the request, or its id) and \`code\`, and the members named here. Decide on \`code\`: it never changes; \`detail\` is for
people. \`type\` is \`https://linkflow.dev/problems/\` and the code. A failure nobody foresaw is \`service/internal-error\`, which
says nothing but its \`instance\`: look for it in the log.

## From any operation

${[...everywhere]
  .sort(byCode)
  .map((problem) => section(problem, []))
  .join('\n\n')}

${[...groups]
  .map(([group, list]) => `## ${group}\n\n${list.map((problem) => section(problem, raisedBy(problem))).join('\n\n')}`)
  .join('\n\n')}
`,
)
