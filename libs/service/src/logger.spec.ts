import { beforeEach, expect, test } from '@jest/globals'
import { StartError } from '@linkflow/postgres'
import { createLogger, nestLogger } from './logger.js'
import type { Logger } from './logger.js'

let texts: string[]
let logger: Logger
beforeEach(() => {
  texts = []
  logger = createLogger('debug', 'standalone', { write: (line) => void texts.push(line) })
})
const lines = () => texts.map((line) => JSON.parse(line) as Record<string, unknown>)

test('a line is JSON with level, time and exactly one service', () => {
  logger.info({ port: 1 }, 'ready')
  logger.child({ service: 'workflow' }).warn('late')
  expect(lines()).toEqual([
    { level: 'info', time: expect.stringMatching(/Z$/), service: 'standalone', port: 1, msg: 'ready' },
    { level: 'warn', time: expect.any(String), service: 'workflow', msg: 'late' },
  ])
  for (const text of texts) expect(text.match(/"service"/g)).toHaveLength(1)
})

test.each([
  { password: 'canary' },
  { user: { newPassword: 'canary' } },
  { deep: [{ er: { still: { accessToken: 'canary' } } }] },
  { headers: { authorization: 'canary', cookie: 'canary', 'set-cookie': 'canary', 'x-api-key': 'canary' } },
  { client_secret: 'canary', apiKey: 'canary', signingKey: { d: 'canary' } },
  { url: 'postgres://ann:canary@db:5432/x' },
  { note: 'Authorization: Bearer canary.canary' },
  { jwt: 'eyJhbGciOiJFZERTQSJ9.canary.canary' },
  { key: `lf_live_canary${'0'.repeat(30)}` },
  { err: Object.assign(new Error('insert failed'), { parameters: ['canary'], query: 'canary' }) },
  { err: new Error('x', { cause: new Error('at amqp://ann:canary@host') }) },
])('no secret is logged: %j', (line) => {
  logger.error(line, 'something')
  logger.error(line)
  expect(texts.join()).not.toContain('canary')
  expect(texts).toHaveLength(2)
})

test('a secret in the message itself is masked', () => {
  logger.error('connecting to nats://ann:canary@host failed')
  logger.error('token %s', 'eyJhbGciOiJFZERTQSJ9.canary.canary')
  expect(texts.join()).not.toContain('canary')
})

test('what is no secret stays readable', () => {
  logger.warn({ key: 'a1', tokenCount: 3, attempt: 2, at: new Date(0), nothing: null }, 'x')
  expect(lines()[0]).toMatchObject({
    key: 'a1',
    tokenCount: 3,
    attempt: 2,
    at: new Date(0).toISOString(),
    nothing: null,
  })
})

test('an error keeps its kind, its code, where it happened and what caused it', () => {
  const cause = Object.assign(new RangeError('inner'), { code: '22003' })
  logger.error({ err: new Error('outer', { cause }) }, 'failed')
  expect(lines()[0]).toMatchObject({
    err: {
      type: 'Error',
      message: 'outer',
      stack: expect.stringContaining('logger.spec'),
      cause: { type: 'RangeError', message: 'inner', code: '22003' },
    },
  })
})

test('Nest speaks through it; its chatter at debug level', () => {
  const nest = nestLogger(logger)
  nest.log('Starting', 'NestFactory')
  nest.error('Broken', 'Error: Broken\n    at x', 'Router')
  nest.error(new Error('thrown'), 'ExceptionHandler')
  nest.error(new StartError('said by whoever started us'), 'ExceptionHandler')
  expect(lines()).toMatchObject([
    { level: 'debug', context: 'NestFactory', msg: 'Starting' },
    { level: 'error', context: 'Router', stack: 'Error: Broken\n    at x', msg: 'Broken' },
    { level: 'error', context: 'ExceptionHandler', err: { message: 'thrown' }, msg: 'thrown' },
  ])
})
