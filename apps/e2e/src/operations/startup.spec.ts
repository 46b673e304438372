import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startNatsServer } from '@linkflow/messaging'
import type { TestNatsServer } from '@linkflow/messaging'
import { TEST_ROLE_SECRET, identityKeysFor, testDatabase } from '@linkflow/testing'
import type { TestDatabase } from '@linkflow/testing'
import { provision } from '@linkflow/postgres'
import { schemas } from '@linkflow/standalone'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { runApp } from './run-tool.js'

let nats: TestNatsServer
let database: TestDatabase
let env: Record<string, string>

beforeAll(async () => {
  nats = await startNatsServer()
  database = await testDatabase(schemas)
  const { signingKey, trustedKeys } = (await identityKeysFor(['workspace', 'auth']))('workspace')
  env = {
    HOST: '127.0.0.1',
    PORT: '0',
    NATS_URL: nats.url,
    DATABASE_URL: database.urlOf('workspace'),
    LINKFLOW_SIGNING_KEY: JSON.stringify(signingKey),
    LINKFLOW_TRUSTED_KEYS: JSON.stringify(trustedKeys),
  }
})
afterAll(async () => {
  await nats?.stop()
  await database?.drop()
})

/** Starts the service, which must end by itself. */
const start = (changed: Record<string, string>) => runApp('workspace', { ...env, ...changed })
const oneSentence = (sentence: RegExp) => ({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) })

describe('a service that cannot start says why, once, and ends with 1', () => {
  test('all that is missing, before it connects to anything', async () => {
    const { code, stdout, stderr } = await runApp('workspace', { PORT: 'x' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'The configuration is not valid:',
      expect.stringMatching(/^ {2}PORT: /),
    ])
    for (const name of ['DATABASE_URL', 'NATS_URL', 'LINKFLOW_SIGNING_KEY', 'LINKFLOW_TRUSTED_KEYS'])
      expect(stderr).toContain(`  ${name}: is missing\n`)
    expect(stderr).not.toContain('    at ')
  })

  test('NATS is away', async () => {
    expect(await start({ NATS_URL: 'nats://ann:canary@127.0.0.1:1' })).toEqual(
      oneSentence(/^NATS at nats:\/\/ann:\[redacted\]@127.0.0.1:1 cannot be reached \(.*\)\. Check NATS_URL.*\n$/),
    )
  })

  test('the database is away', async () => {
    expect(await start({ DATABASE_URL: 'postgres://ann:canary@127.0.0.1:1/x' })).toEqual(
      oneSentence(/^The database at 127.0.0.1:1\/x cannot be reached \(.*\)\. Check DATABASE_URL.*\n$/),
    )
  })

  test('the database refuses the password', async () => {
    const url = new URL(env.DATABASE_URL!)
    url.password = 'canary'
    expect(await start({ DATABASE_URL: url.toString() })).toEqual(
      oneSentence(/^The database at .*password authent.*\n$/),
    )
  })

  test('the database role is a superuser', async () => {
    expect(await start({ DATABASE_URL: database.adminUrl })).toEqual(
      oneSentence(/^The workspace service was given .*\n$/),
    )
  })

  test('the database was not migrated', async () => {
    const empty = await testDatabase([])
    await provision(empty.adminUrl, schemas, TEST_ROLE_SECRET)
    expect(await start({ DATABASE_URL: empty.urlOf('workspace') })).toEqual(
      oneSentence(/^The database lacks migrations of workspace \(.*\)\. Run "npm run migrate"\.\n$/),
    )
    await empty.drop()
  })

  test('its port is taken', async () => {
    const occupant = createServer()
    await new Promise<void>((done) => occupant.listen(0, '127.0.0.1', done))
    const { port } = occupant.address() as AddressInfo
    const ended = await start({ PORT: String(port) })
    occupant.close()
    expect(ended).toEqual(oneSentence(new RegExp(`^Port ${port} is taken\\..*\n$`)))
  })

  test('its key is that of another service', async () => {
    const { signingKey } = (await identityKeysFor(['workspace']))('workspace')
    expect(await start({ LINKFLOW_SIGNING_KEY: JSON.stringify(signingKey) })).toEqual(
      oneSentence(/^LINKFLOW_TRUSTED_KEYS must hold the public key .*\n$/),
    )
  })
})
