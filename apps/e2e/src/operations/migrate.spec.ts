import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { TEST_ROLE_SECRET, testDatabase } from '@linkflow/testing'
import type { TestDatabase } from '@linkflow/testing'
import { serviceUrl } from '@linkflow/postgres'
import { schemas } from '@linkflow/standalone'
import { Client } from 'pg'
import { runTool } from './run-tool.js'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase([])
})
afterAll(() => database?.drop())

const migrate = (args: string[] = [], env: Record<string, string> = {}) =>
  runTool('migrate/migrate.mjs', args, { LINKFLOW_DATABASE_SECRET: TEST_ROLE_SECRET, ...env })

test('it brings an empty database up to date, says what it ran, and is repeated without harm', async () => {
  const first = await migrate([], { DATABASE_URL: database.adminUrl })
  expect(first).toMatchObject({ code: 0, stderr: '' })
  const ran = [...first.stdout.matchAll(/^ran (\w+)\/(\w+)$/gm)].map(([, service]) => service)
  expect(new Set(ran)).toEqual(new Set(schemas.map(({ service }) => service)))
  expect(ran).toHaveLength(schemas.flatMap(({ migrations }) => migrations).length)
  expect(first.stdout).toContain(`${ran.length} migrations ran.`)
  const again = await migrate(['--database-url', database.adminUrl])
  expect(again.stdout).toContain('The database is up to date.')
})

test('the services can then log in by the secret', async () => {
  const client = new Client({ connectionString: serviceUrl(database.adminUrl, 'workflow', TEST_ROLE_SECRET) })
  await client.connect()
  expect((await client.query('select count(*)::int as n from workflow.migrations')).rows[0].n).toBeGreaterThan(1)
  await client.end()
})

test('it says in one sentence what it lacks', async () => {
  expect(await migrate()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^DATABASE_URL is needed\..*\n$/) })
  const away = await migrate(['--database-url', 'postgres://ann:canary@127.0.0.1:1/x'])
  expect(away).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The database at 127.0.0.1:1\/x cannot.*\n$/) })
  expect(await migrate(['--colour'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Unknown option.*\n$/) })
})

test('--help tells how', async () => {
  expect(await migrate(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Usage: npm run migrate'),
  })
})
