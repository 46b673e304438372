import { describe, expect, test } from '@jest/globals'
import { StartError } from '@linkflow/postgres'
import { z } from 'zod'
import { hostConfig, loadConfig, numberVariable } from './config.js'

const schema = z.object({
  URL: z.string(),
  COUNT: numberVariable(3, 1, 10),
  MODE: z.enum(['fast', 'slow']).default('fast'),
  SECRET: z.string({ error: 'Give 32 bytes.' }).min(32, 'Give 32 bytes.'),
})
const secret = 'x'.repeat(32)

test('every issue is listed at once, each by its variable, none with its value', () => {
  const load = () => loadConfig(schema, { COUNT: 'many', MODE: 'canary', SECRET: 'canary' })
  expect(load).toThrow(StartError)
  expect(load).toThrow(
    /^The configuration is not valid:\n {2}URL: is missing\n {2}COUNT: .+\n {2}MODE: .+\n {2}SECRET: Give 32 bytes\.$/,
  )
  expect(load).not.toThrow('canary')
})

test('defaults apply to what is absent or empty', () => {
  expect(loadConfig(schema, { URL: 'u', COUNT: '', SECRET: secret })).toEqual({
    URL: 'u',
    COUNT: 3,
    MODE: 'fast',
    SECRET: secret,
  })
})

test.each(['0', '11', '1.5', 'x', '1e3'])('%s is no count from 1 to 10', (COUNT) => {
  expect(() => loadConfig(schema, { URL: 'u', COUNT, SECRET: secret })).toThrow('COUNT')
})

describe('a host', () => {
  test('needs nothing', () => {
    expect(loadConfig(hostConfig, {})).toMatchObject({
      PORT: 8080,
      DATABASE_POOL_SIZE: 25,
      DATABASE_IDLE_CONNECTIONS: 5,
    })
  })

  test.each([
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['TRACE_SAMPLING', '2'],
    ['DATABASE_POOL_SIZE', '0'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => loadConfig(hostConfig, { [name]: value })).toThrow(name)
  })
})
