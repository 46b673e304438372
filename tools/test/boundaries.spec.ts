import { beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const importing = (name: string) => `import { x } from '${name}'\n\nexport const y = x\n`

/** Where a file stands, what it imports, and why it may not. */
const forbidden = [
  ['libs/kernel/src/a.ts', '@linkflow/contracts', 'may not import the contract layer'],
  ['libs/engine/src/a.ts', '@linkflow/messaging', 'may not import the platform layer'],
  ['libs/graph/src/a.ts', '@nestjs/common', 'knows no framework'],
  ['libs/expression/src/a.ts', 'pg', 'knows no framework'],
  ['libs/contracts/src/a.ts', '@linkflow/service', 'may not import the platform layer'],
  ['libs/contracts/src/a.ts', 'typeorm', 'knows no framework'],
  ['libs/messaging/src/a.ts', '@linkflow/workflow', 'may not import the app layer'],
  ['libs/service/src/a.ts', '@linkflow/standalone', 'may not import the standalone layer'],
  ['libs/testing/src/a.ts', '@linkflow/workflow', 'may not import the app layer'],
  ['apps/workflow/src/app/a.ts', '@linkflow/execution', 'may not import the app layer'],
  ['apps/gateway/src/a.ts', '@linkflow/testing', 'may not import the testing layer'],
  ['apps/gateway/src/a.ts', '@linkflow/nodes', 'Only execution, node and workflow host node types'],
  ['apps/workflow/src/app/a.ts', '@linkflow/kernel/dist/ids.js', 'Import a library by its index'],
  ['apps/workflow/src/app/a.ts', 'typeorm', 'Data access lives in adapters/postgres'],
  ['apps/workflow/src/domain/a.ts', 'pg', 'The domain imports no adapter'],
  ['apps/workflow/src/domain/a.ts', '../adapters/postgres/workflow-store.js', 'The domain imports no adapter'],
  ['apps/workflow/src/domain/a.ts', '@nestjs/common', 'The domain imports no adapter'],
  ['apps/workflow/src/adapters/postgres/a.ts', '../../app/catalog.js', 'An adapter does not know who uses it'],
] as const

const allowed = [
  ['libs/engine/src/a.ts', '@linkflow/graph'],
  ['libs/contracts/src/a.ts', '@linkflow/graph'],
  ['libs/postgres/src/a.ts', 'typeorm'],
  ['libs/service/src/a.ts', '@linkflow/messaging'],
  ['apps/workflow/src/app/a.ts', '../domain/workflow.js'],
  ['apps/workflow/src/app/a.ts', '@linkflow/postgres'],
  ['apps/workflow/src/adapters/postgres/a.ts', 'typeorm'],
  ['apps/workflow/src/domain/a.ts', '@linkflow/contracts'],
  ['apps/workflow/src/a.spec.ts', '@linkflow/testing'],
  ['apps/execution/src/run/a.ts', '@linkflow/nodes'],
  ['apps/standalone/src/a.ts', '@linkflow/workflow'],
] as const

const environment = 'export const port = process.env.PORT\n'
const others = [
  { filePath: 'apps/workflow/src/app/a.ts', text: environment },
  { filePath: 'apps/workflow/src/config.ts', text: environment },
  { filePath: 'libs/kernel/src/a.ts', text: 'enum Colour {\n  Red,\n}\nexport const red = Colour.Red\n' },
  { filePath: 'libs/kernel/src/a.ts', text: 'const value = 1\nexport default value\n' },
  { filePath: 'libs/kernel/src/a.ts', text: `export * from './ids.js'\n` },
]

let messages: string[][]
beforeAll(() => {
  const files = [...forbidden, ...allowed].map(([filePath, name]) => ({ filePath, text: importing(name) }))
  const input = JSON.stringify([...files, ...others])
  const script = join(root, 'tools/lint/lint-texts.mjs')
  const { stdout, stderr } = spawnSync(process.execPath, [script], { input, encoding: 'utf8' })
  if (!stdout) throw new Error(stderr)
  messages = JSON.parse(stdout)
}, 120_000)

describe('an import across a boundary is an error', () => {
  test.each(forbidden.map(([file, name, why], index) => [file, name, why, index] as const))(
    '%s may not import %s',
    (_file, _name, why, index) => expect(messages[index]).toContainEqual(expect.stringContaining(why)),
  )
})

describe('an import within the layers is none', () => {
  test.each(allowed.map(([file, name], index) => [file, name, forbidden.length + index] as const))(
    '%s may import %s',
    (_file, _name, index) => expect(messages[index]).toEqual([]),
  )
})

describe('other rules', () => {
  const of = (index: number) => messages[forbidden.length + allowed.length + index]
  test('only config.ts reads the environment', () => {
    expect(of(0)).toEqual([expect.stringContaining('Only config.ts reads the environment')])
    expect(of(1)).toEqual([])
  })
  test('no enum, no default export, no nameless re-export', () => {
    expect(of(2)).toEqual(['Use an `as const` object instead of an enum.'])
    expect(of(3)).toEqual(['Export by name.'])
    expect(of(4)).toEqual(['Name what an index exports.'])
  })
})
