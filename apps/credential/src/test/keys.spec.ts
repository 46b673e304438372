import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ReleaseCredential } from '@linkflow/contracts'
import { StartError } from '@linkflow/postgres'
import { contexts, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import {
  CANARY,
  K1,
  K2,
  create,
  environment,
  execution,
  nodeUse,
  rejected,
  startAgain,
  startCredential,
} from './harness.js'

let services: TestServices
beforeAll(async () => {
  services = await startCredential()
})
afterAll(() => services.close())

const stop = () => services.running.get('credential')?.close()
const keyIds = async () =>
  (await services.database.query<{ key_id: string }>(`select distinct key_id from credential.credentials`)).map(
    (row) => row.key_id,
  )

describe('the configuration', () => {
  test.each([
    [{ LINKFLOW_KEKS: undefined }, 'LINKFLOW_KEKS'],
    [{ LINKFLOW_KEKS: '{' }, 'not JSON'],
    [{ LINKFLOW_KEKS: '{"k1":"c2hvcnQ="}' }, '32 bytes'],
    [{ LINKFLOW_KEKS: JSON.stringify({ 'k|1': K1 }) }, 'LINKFLOW_KEKS'],
    [{ LINKFLOW_ACTIVE_KEK: undefined }, 'LINKFLOW_ACTIVE_KEK'],
    [{ LINKFLOW_ACTIVE_KEK: 'k2' }, 'no key of this name'],
    [{ LINKFLOW_ACTIVE_KEK: 'constructor' }, 'no key of this name'],
    [environment({ k1: K2 }, 'k1'), '"k1" is not the key'],
    [environment({ k1: K2, k2: K1 }, 'k2'), '"k1" is not the key'],
  ])('%#: the service does not start', async (env, message) => {
    const error = await rejected(startAgain(services, env))
    expect(error).toBeInstanceOf(StartError)
    expect(String(error)).toContain(message)
    for (const key of [K1, K2]) expect(String(error)).not.toContain(key)
  })
})

test('a change of the active key moves every data key to it, and then the old key may go', async () => {
  const ctx = contexts.user()
  const made = []
  for (let index = 0; index < 120; index++) made.push(await create(services, index % 2 ? ctx : contexts.user()))
  const damaged = made[50]!
  await services.database.query(`update credential.credentials set wrapped_key = 'x' where id = $1`, [damaged.id])
  await stop()

  const withBoth = await startAgain(services, environment({ k1: K1, k2: K2 }, 'k2'))
  await until('all that can be opened is under the new key', async () => {
    const rest = await services.database.query(`select id from credential.credentials where key_id = 'k1'`)
    return rest.length === 1
  })
  await withBoth.close()

  const early = await rejected(startAgain(services, environment({ k2: K2 }, 'k2')))
  expect(early).toBeInstanceOf(StartError)
  expect(String(early)).toContain('still encrypted with "k1"')

  await services.database.query(`delete from credential.credentials where id = $1`, [damaged.id])
  expect(await keyIds()).toEqual(['k2'])
  const withNew = await startAgain(services, environment({ k2: K2 }, 'k2'))
  const input = { credentialId: made[1]!.id, types: [], use: nodeUse() }
  const { data } = await services.call(ReleaseCredential, input, execution(ctx.workspaceId))
  expect(data.value).toBe(CANARY)
  await withNew.close()
})
