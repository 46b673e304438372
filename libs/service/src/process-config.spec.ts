import { beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import type { Service } from './define-service.js'
import { keysOf } from './keys.fixture.js'
import { loadProcessConfig } from './process-config.js'

const service = {
  name: 'workflow',
  schema: { service: 'workflow', entities: [], migrations: [] },
  config: z.object({ OWN: z.string(), PORT: z.string() }),
  consumers: [],
  start: () => Promise.reject(new Error('not here')),
} satisfies Service

let env: Record<string, string>
let foreign: string
beforeAll(async () => {
  const keys = await keysOf('workflow', 'node')
  foreign = JSON.stringify(keys.node.signingKey)
  env = {
    OWN: 'x',
    PORT: '8081',
    NATS_URL: 'nats://127.0.0.1:4222',
    DATABASE_URL: 'postgres://127.0.0.1/linkflow',
    LINKFLOW_SIGNING_KEY: JSON.stringify(keys.workflow.signingKey),
    LINKFLOW_TRUSTED_KEYS: JSON.stringify(keys.workflow.trustedKeys),
  }
})

test('all that is missing is said at once, the own variables of the service too', () => {
  const missing = ['DATABASE_URL', 'NATS_URL', 'LINKFLOW_SIGNING_KEY', 'LINKFLOW_TRUSTED_KEYS', 'OWN']
  const all = missing.map((name) => `  ${name}: is missing`).join('\n')
  expect(() => loadProcessConfig(service, { PORT: '8081' })).toThrow(`The configuration is not valid:\n${all}`)
})

test('a service without tables needs no database', () => {
  const { DATABASE_URL: _, ...rest } = env
  expect(loadProcessConfig({ ...service, schema: undefined }, rest).PORT).toBe(8081)
})

test('keys are read', () => {
  expect(loadProcessConfig(service, env)).toMatchObject({
    LINKFLOW_SIGNING_KEY: { kid: 'workflow' },
    LINKFLOW_TRUSTED_KEYS: { keys: [{ kid: 'workflow' }, { kid: 'node' }] },
  })
})

test.each([
  ['LINKFLOW_SIGNING_KEY', 'canary', 'LINKFLOW_SIGNING_KEY: must be a private JWK as JSON'],
  ['LINKFLOW_SIGNING_KEY', '{"kty":"RSA","d":"canary"}', 'LINKFLOW_SIGNING_KEY.kty'],
  ['LINKFLOW_TRUSTED_KEYS', '{"keys":{}}', 'LINKFLOW_TRUSTED_KEYS.keys'],
  ['LINKFLOW_TRUSTED_KEYS', '{"keys":[]}', 'under the kid workflow'],
])('%s = %s is refused', (name, value, sentence) => {
  const load = () => loadProcessConfig(service, { ...env, [name]: value })
  expect(load).toThrow(sentence)
  expect(load).not.toThrow('canary')
})

test('the key of another service is refused: nobody would believe us', () => {
  expect(() => loadProcessConfig(service, { ...env, LINKFLOW_SIGNING_KEY: foreign })).toThrow('under the kid workflow')
})
