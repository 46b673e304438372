import { newContract } from './contract.mjs'
import { addLine, addToList } from './insert.mjs'
import { assertKebab, camel, plural } from './names.mjs'
import { manifestOf, serviceTexts } from './service-texts.mjs'

/** The service whose dependencies and compiler settings a new one begins with: it has nothing special. */
const MODEL = 'workspace'

/** Generates a service with a first operation, known to contracts, compiler, package manager and standalone. */
export function newService(workspace, name, first = `list-${plural(name)}`) {
  assertKebab(name, 'name of a service')
  if (workspace.has(`apps/${name}`) || workspace.has(`libs/${name}`)) throw new Error(`There is ${name} already.`)
  for (const [path, text] of Object.entries(serviceTexts(name))) workspace.create(`apps/${name}/${path}`, text)
  const manifest = manifestOf(JSON.parse(workspace.read(`apps/${MODEL}/package.json`)), name)
  workspace.create(`apps/${name}/package.json`, JSON.stringify(manifest))
  workspace.create(`apps/${name}/tsconfig.json`, workspace.read(`apps/${MODEL}/tsconfig.json`))
  declareContracts(workspace, name)
  const advice = newContract(workspace, name, first)
  addToStandalone(workspace, name, manifest.version)
  workspace.editJson('tsconfig.json', ({ references }) => {
    references.splice(
      references.findIndex(({ path }) => path === 'apps/standalone'),
      0,
      { path: `apps/${name}` },
    )
  })
  lock(workspace, name, manifest)
  // npm links every package of the workspace; so does this.
  workspace.link(`node_modules/@linkflow/${name}`, `../../apps/${name}`)
  return advice
}

function declareContracts(workspace, name) {
  const value = camel(name)
  workspace.create(`libs/contracts/src/${name}/index.ts`, '')
  workspace.edit('libs/contracts/src/core/access.ts', (text) =>
    text.replace(/(serviceNames = \[[^\]]*?),?\s*(\] as const)/, `$1, '${name}'$2`),
  )
  workspace.edit('libs/contracts/src/index.ts', (text) => `${text}export { } from './${name}/index.js'\n`)
  workspace.edit('libs/contracts/src/registry.ts', (text) =>
    addLine(text, `import * as ${value} from './${name}/index.js'`, (line) => line.startsWith('import * as ')).replace(
      /(const modules = \[[^\]]*)(\])/,
      `$1, ${value}$2`,
    ),
  )
}

function addToStandalone(workspace, name, version) {
  const value = camel(name)
  workspace.edit('apps/standalone/src/services.ts', (text) => {
    const imported = addLine(text, `import { ${value} } from '@linkflow/${name}'`, (line) =>
      /^import \{ \w+ \} from '@linkflow\//.test(line),
    )
    return addToList(imported, /(services: readonly Service\[\] = \[)([^\]]*)(\])/, value, { last: 'gateway' })
  })
  workspace.editJson('apps/standalone/package.json', (manifest) => {
    manifest.dependencies = sorted({ ...manifest.dependencies, [`@linkflow/${name}`]: version })
  })
  workspace.editJson('apps/standalone/tsconfig.json', ({ references }) => {
    references.push({ path: `../../apps/${name}` })
  })
}

/** Records the package as npm would, so that \`npm ci\` goes on working without a new resolution. */
function lock(workspace, name, { version, license, dependencies, devDependencies }) {
  const packageName = `@linkflow/${name}`
  workspace.editJson('package-lock.json', (lockFile) => {
    const standalone = lockFile.packages['apps/standalone']
    standalone.dependencies = sorted({ ...standalone.dependencies, [packageName]: version })
    lockFile.packages = sorted({
      ...lockFile.packages,
      [`apps/${name}`]: { name: packageName, version, license, dependencies, devDependencies },
      [`node_modules/${packageName}`]: { resolved: `apps/${name}`, link: true },
    })
  })
  const record = 'node_modules/.package-lock.json'
  if (!workspace.has(record)) return
  workspace.editJson(record, (installed) => {
    installed.packages[`node_modules/${packageName}`] = { resolved: `apps/${name}`, link: true }
  })
}

const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => a.localeCompare(b, 'en')))
