import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createLogger } from '@linkflow/service'
import { Redis } from 'ioredis'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { LimitExceeded, Limits } from './limits.js'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

describe('limits of several gateways', () => {
  let redis: ChildProcess
  let url: string
  beforeAll(async () => {
    const port = await freePort()
    url = `redis://127.0.0.1:${port}`
    redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
    await ready(url)
  })
  afterAll(() => void redis.kill())

  test('are counted together in Redis, and apart when it dies', async () => {
    const perMinute = { anonymous: 2, principal: 0, sensitive: 0, account: 0 }
    const logger = createLogger('silent', 'test')
    const gateways = [1, 2].map(() => new Limits({ perMinute, ingress: 0, redisUrl: url, logger }))
    const [a, b] = gateways as [Limits, Limits]
    await Promise.all([a.ready(), b.ready()])
    expect((await a.consume('anonymous', 'ada'))?.remaining).toBe(1)
    expect((await b.consume('anonymous', 'ada'))?.remaining).toBe(0)
    await expect(a.consume('anonymous', 'ada')).rejects.toBeInstanceOf(LimitExceeded)

    const gone = new Promise((done) => redis.once('exit', done))
    redis.kill('SIGKILL')
    await gone
    expect((await a.consume('anonymous', 'ada'))?.remaining).toBe(1)
    expect((await b.consume('anonymous', 'ada'))?.remaining).toBe(1)
    await Promise.all(gateways.map((limits) => limits.close()))
  })
})

async function ready(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 20 })
  client.on('error', () => undefined)
  await new Promise<void>((done) => client.once('ready', () => done()))
  client.disconnect()
}
