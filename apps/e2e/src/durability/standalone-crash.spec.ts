import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { audit, quiet, sound } from './audit.js'
import type { Query } from './audit.js'
import { Load } from './load.js'
import { Sender, deliver } from './sender.js'

jest.setTimeout(180_000)

describe('the standalone process with the PostgreSQL it brings', () => {
  let dir: string
  let load: Load

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'linkflow-crash-'))
    // PostgreSQL runs as another account when the tests run as root.
    chmodSync(dir, 0o755)
    load = await Load.start('standalone', { env: { DATABASE_URL: '', LINKFLOW_DATA_DIR: dir } })
  })
  afterAll(async () => {
    await load?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  /** What PostgreSQL writes down about itself: its pid first, its port fourth. */
  const postmaster = () => readFileSync(join(dir, 'postgres/postmaster.pid'), 'utf8').split('\n')
  const postgresPid = () => Number(postmaster()[0])

  async function withDatabase(check: (query: Query) => Promise<void>): Promise<void> {
    const password = readFileSync(join(dir, 'postgres/superuser-password'), 'utf8').trim()
    const client = new Client({ host: '127.0.0.1', port: Number(postmaster()[3]), user: 'postgres', password })
    await client.connect()
    try {
      await check(async (sql, parameters) => (await client.query(sql, parameters)).rows as never)
    } finally {
      await client.end()
    }
  }

  test.each([
    ['kill -9 of the process: its PostgreSQL goes with it', false],
    ['kill -9 of both: PostgreSQL recovers from its log', true],
  ])('%s; after a restart everything that was acknowledged ends, once', async (_name, both) => {
    const { system } = load
    const sender = new Sender(load.webhookUrl)
    sender.start({ concurrency: 8 })
    await load.growth(sender, 100)
    const pid = postgresPid()
    await system.kill('standalone')
    if (both) process.kill(pid, 'SIGKILL')
    await system.restart('standalone')
    expect(postgresPid()).not.toBe(pid)
    await load.growth(sender, 50)
    await sender.stop()
    expect(sender.refused.size).toBeGreaterThan(0)
    await withDatabase(async (query) => {
      await quiet(query)
      expect(await audit(query, sender.accepted, load.effects.read())).toEqual(sound)
    })
  })

  test('an event that is sent again after the crash is answered with its first execution', async () => {
    const first = await deliver(load.webhookUrl, 'twice')
    expect(first.status).toBe(202)
    await load.system.kill('standalone')
    await load.system.restart('standalone')
    expect(await deliver(load.webhookUrl, 'twice')).toEqual({ status: 200, executionId: first.executionId })
    await withDatabase(async (query) => {
      await quiet(query)
      expect(await audit(query, new Map([['twice', first.executionId!]]), load.effects.read())).toEqual(sound)
    })
  })
})
