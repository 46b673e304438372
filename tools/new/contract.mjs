import { contractText, handlerText, specText } from './contract-texts.mjs'
import { addLine, addToList } from './insert.mjs'
import { assertKebab } from './names.mjs'
import { namesOf, operationOf } from './operation.mjs'

/** Generates an operation of a service. */
export function newContract(workspace, service, name) {
  assertKebab(name, 'name of an operation')
  if (!name.includes('-'))
    throw new Error(`"${name}" is no name of an operation: begin with a verb, as in get-${name}.`)
  const main = `apps/${service}/src/service.ts`
  if (!workspace.has(`libs/contracts/src/${service}/index.ts`) || !workspace.has(main))
    throw new Error(`There is no service ${service} that answers contracts.`)

  const operation = operationOf(name)
  const { contract, handler } = namesOf(name)
  workspace.create(`libs/contracts/src/${service}/${name}.ts`, contractText(service, name, operation))
  workspace.create(`apps/${service}/src/app/${name}.ts`, handlerText(name, operation))
  workspace.create(
    `apps/${service}/src/app/${name}.spec.ts`,
    specText(service, name, operation, ownStart(workspace, service)),
  )
  workspace.edit(`libs/contracts/src/${service}/index.ts`, (text) =>
    addLine(text, `export { ${contract} } from './${name}.js'`, isOperation),
  )
  workspace.edit('libs/contracts/src/index.ts', (text) =>
    addToList(text, new RegExp(`(export \\{)([^{}]*)(\\} from '\\./${service}/index\\.js')`), contract),
  )
  workspace.edit(main, (text) => {
    const imported = addLine(text, `import { ${handler} } from './app/${name}.js'`, isHandlerImport)
    return addToList(imported, /(handlers: \[)([^\]]*)(\])/, handler)
  })
  return `Next: say in libs/contracts/src/${service}/${name}.ts who may call it (access: a permission of core/access.ts),
what it takes, gives and refuses; then write apps/${service}/src/app/${name}.ts.
Then: npm test -- apps/${service}`
}

const isOperation = (line) => /^export \{ \w+ \} from '\.\/[a-z0-9]+-[a-z0-9-]+\.js'$/.test(line)
const isHandlerImport = (line) => /^import \{ \w+Handler \} from '\.\/app\//.test(line)

/** The tests of some services start them with what they need. */
function ownStart(workspace, service) {
  const harness = `apps/${service}/src/test/harness.ts`
  if (!workspace.has(harness)) return undefined
  const name = /export const (start\w+)/.exec(workspace.read(harness))?.[1]
  return name && { name, from: '../test/harness.js' }
}
