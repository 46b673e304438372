// Writes docs/configuration.md from the built configuration schemas; with --check only tells whether it is current.
import { existsSync, readdirSync } from 'node:fs'
import { hostConfig } from '@linkflow/service'
import { publish, table } from './document.mjs'

const apps = new URL('../../apps/', import.meta.url)
const configFile = (app) => new URL(`${app}/dist/config.js`, apps)

/** The schemas a service's config.js exports, the most specific last. */
async function schemasOf(app) {
  const module = await import(configFile(app))
  return Object.values(module).filter((value) => value?._zod?.def.type === 'object')
}

/** What a variable's schema is made of, from the outside in. */
function layersOf(schema) {
  const layers = []
  for (let layer = schema; layer?._zod; layer = layer._zod.def.innerType ?? layer._zod.def.in) layers.push(layer)
  return layers
}

function rowOf([name, schema]) {
  const layers = layersOf(schema)
  const find = (type) => layers.find((layer) => layer._zod.def.type === type)
  const given = find('default')?._zod.def.defaultValue
  const choices = find('enum')
  const meaning = [
    layers.map((layer) => layer.description).find((text) => text !== undefined),
    choices && `One of ${choices.options.map((option) => `\`${option}\``).join(', ')}.`,
  ]
  if (!meaning[0]) throw new Error(`${name} has no description: say what it means with .describe().`)
  const text = meaning.filter(Boolean).join(' ').replaceAll('<', '\\<')
  return [`\`${name}\``, defaultOf(given, find('optional')), text]
}

function defaultOf(given, optional) {
  if (given === '' || (given === undefined && optional)) return ''
  return given === undefined ? '**required**' : `\`${given}\``
}

const heads = ['Variable', 'Default', 'Meaning']
const common = Object.entries(hostConfig.shape)
const sections = []
for (const app of readdirSync(apps).sort()) {
  if (!existsSync(configFile(app))) continue
  const entries = new Map((await schemasOf(app)).flatMap(({ shape }) => Object.entries(shape)))
  for (const [name] of common) entries.delete(name)
  sections.push(`## ${app}\n\n${table(heads, [...entries].map(rowOf))}`)
}

await publish(
  'configuration.md',
  'configuration.mjs',
  `# Configuration

Made from the services' own schemas by \`node tools/docs/configuration.mjs\`; do not edit.

Everything is told by environment variables. A process reads them once, when it starts; when something is wrong it says all
of it and ends before it connects to anything. An empty variable counts as absent. Names ending in \`_MS\` are milliseconds,
in \`_BYTES\` bytes.

\`npm start\` has flags for the most usual ones (\`npm start -- --help\`). Standalone makes the secrets marked **required** at
its first start and keeps them in \`<LINKFLOW_DATA_DIR>/secrets.json\`; \`--distributed\` hands them to its processes. Who starts
services one by one gives each what it needs.

## Every process

${table(heads, common.map(rowOf))}

${sections.join('\n\n')}
`,
)
