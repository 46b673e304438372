import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyRepository } from './copy-repository.js'

const root = join(__dirname, '../..')
let copy: string

/** Runs a program of the copy; gives its output, and fails with it. */
function run(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout + stderr
}

const generate = (...args: string[]) => run('tools/new/new.mjs', ...args)
const read = (path: string) => readFileSync(join(copy, path), 'utf8')

beforeAll(() => {
  copy = copyRepository(root)
}, 120_000)
afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('--help tells what can be generated', () => {
  expect(generate('--help')).toContain('npm run new -- contract <service> <verb-noun>')
})

test('bad names are refused and nothing is written', () => {
  expect(() => generate('contract', 'workflow', 'PinWorkflow')).toThrow('is no name of an operation')
  expect(() => generate('contract', 'workflow', 'archive')).toThrow('begin with a verb')
  expect(() => generate('contract', 'nothing', 'get-nothing')).toThrow('There is no service nothing')
  expect(() => generate('contract', 'workflow', 'get-workflow')).toThrow('exists already')
  expect(() => generate('service', 'workflow')).toThrow('There is workflow already')
  expect(existsSync(join(copy, 'libs/contracts/src/nothing'))).toBe(false)
})

describe('what is generated', () => {
  const operations = [
    ['workflow', 'pin-workflow'],
    ['auth', 'create-session'],
    ['credential', 'delete-secret'],
    ['node', 'list-node-groups'],
  ] as const
  /** Of those above, the ones that are run as well as compiled: each has to be transformed anew. */
  const specs = [
    'apps/workflow/src/app/pin-workflow.spec.ts',
    'apps/auth/src/app/create-session.spec.ts',
    'apps/pager/src/app/list-pagers.spec.ts',
  ]

  beforeAll(() => {
    for (const [service, name] of operations) generate('contract', service, name)
    generate('service', 'pager')
    run('node_modules/typescript-native/bin/tsc', '-b')
  }, 300_000)

  test('is named where it must be known', () => {
    expect(read('apps/workflow/src/service.ts')).toContain('PinWorkflowHandler,')
    expect(read('libs/contracts/src/core/access.ts')).toContain(`'pager'`)
    const print = `import('./apps/standalone/dist/services.js').then(({ services }) => console.log(services.map((s) => s.name).join()))`
    expect(run('-e', print)).toMatch(/pager,gateway\n/)
  })

  test('is what npm would have locked', () => {
    const { packages } = JSON.parse(read('package-lock.json'))
    const { name, version, dependencies } = JSON.parse(read('apps/pager/package.json'))
    expect(packages['apps/pager']).toMatchObject({ name, version, dependencies })
    expect(packages['node_modules/@linkflow/pager']).toEqual({ resolved: 'apps/pager', link: true })
    expect(packages['apps/standalone'].dependencies).toHaveProperty(['@linkflow/pager'])
  })

  test('is formatted, passes the linter and its own tests', () => {
    const folders = ['apps/pager', 'apps/standalone', 'libs/contracts']
    run('node_modules/prettier/bin/prettier.cjs', '--check', ...folders)
    run('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', 'apps/pager/src', 'libs/contracts/src', ...specs)
    expect(run('node_modules/jest/bin/jest.js', '--runInBand', ...specs)).toContain(`${specs.length} passed`)
  }, 300_000)
})
