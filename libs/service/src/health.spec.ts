import { expect, test } from '@jest/globals'
import { Health } from './health.js'

test('all is well when every check is', async () => {
  const health = new Health()
  expect(await health.report()).toEqual({ status: 'ok', checks: {} })
  health.add('database', async () => undefined)
  expect(await health.report()).toEqual({ status: 'ok', checks: { database: { status: 'ok' } } })
})

test('a check fails by its reason, by throwing, and by not answering', async () => {
  const health = new Health()
  health.add('fine', async () => undefined)
  health.add('says', async () => 'Not connected.')
  health.add('throws', () => Promise.reject(new Error('gone: postgres://ann:canary@db/x')))
  health.add('throws at once', () => {
    throw new TypeError('')
  })
  health.add('hangs', () => new Promise(() => {}))
  expect(await health.report()).toEqual({
    status: 'failing',
    checks: {
      fine: { status: 'ok' },
      says: { status: 'failing', reason: 'Not connected.' },
      throws: { status: 'failing', reason: 'gone: postgres://ann:[redacted]@db/x' },
      'throws at once': { status: 'failing', reason: 'TypeError' },
      hangs: { status: 'failing', reason: 'No answer within 2000 ms.' },
    },
  })
})

test('a process that drains is not ready, whatever its checks say', async () => {
  const health = new Health()
  health.drain()
  expect(await health.report()).toMatchObject({ status: 'failing', checks: { shutdown: { status: 'failing' } } })
})
