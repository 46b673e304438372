import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { startLocalPostgres } from './local-postgres.js'
import type { LocalPostgres } from './local-postgres.js'

let dir: string
let dataDir: string
let started: LocalPostgres | undefined
const children: ChildProcess[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'local-postgres-'))
  chmodSync(dir, 0o755)
  dataDir = join(dir, 'data')
})
afterEach(async () => {
  await started?.stop()
  started = undefined
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Starts PostgreSQL in a process of its own; gives its line: the server's number and URL, or what went wrong. */
async function startElsewhere(): Promise<{ child: ChildProcess; line: string }> {
  const lib = pathToFileURL(join(__dirname, '../dist/index.js')).href
  const script = `
    import { startLocalPostgres } from '${lib}'
    const { pid, url } = await startLocalPostgres({ dataDir: '${dataDir}' }).catch((error) => ({ pid: error.message, url: '' }))
    console.log(pid + ' ' + url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  return { child, line }
}

async function ended(pid: number): Promise<void> {
  const alive = () => spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).stdout.trim()
  // A zombie that nobody has collected has ended too.
  for (let state = alive(); state && !state.startsWith('Z'); state = alive())
    await new Promise((next) => setTimeout(next, 20))
}

test('it starts on new data, keeps what was committed, and takes settings', async () => {
  started = await startLocalPostgres({ dataDir, settings: { max_connections: 23 } })
  expect(await query(started.url, 'show max_connections')).toEqual([{ max_connections: '23' }])
  await query(started.url, `create table t as select 'kept' as word`)
  const { pid } = started
  await started.stop()
  await ended(pid)
  started = await startLocalPostgres({ dataDir })
  expect(await query(started.url, 'select word from t')).toEqual([{ word: 'kept' }])
})

test('it listens on the loopback interface only, and wants its password', async () => {
  started = await startLocalPostgres({ dataDir })
  expect(await query(started.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  const url = new URL(started.url)
  url.password = 'wrong'
  await expect(query(url.toString(), 'select 1')).rejects.toThrow('password authentication failed')
})

test('it does not outlive the process that started it', async () => {
  const { child, line } = await startElsewhere()
  child.kill('SIGKILL')
  await ended(Number(line.split(' ')[0]))
})

test('a server that was left behind is stopped, and its data is used', async () => {
  const { child, line } = await startElsewhere()
  const [pid, url] = line.split(' ')
  await query(url!, `create table t as select 'kept' as word`)
  // The watchdog dies as well, as in a container that is torn down roughly.
  spawnSync('pkill', ['-KILL', '-P', String(child.pid), 'sh'])
  child.kill('SIGKILL')
  started = await startLocalPostgres({ dataDir })
  expect(started.pid).not.toBe(Number(pid))
  await ended(Number(pid))
  expect(await query(started.url, 'select word from t')).toEqual([{ word: 'kept' }])
})

test('data that another process uses is left alone', async () => {
  const { line } = await startElsewhere()
  const [, url] = line.split(' ')
  await expect(startLocalPostgres({ dataDir })).rejects.toThrow(/another LinkFlow \(process \d+\) uses/)
  expect((await startElsewhere()).line).toContain('another LinkFlow')
  expect(await query(url!, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a number in the pid file that is somebody else’s now is left alone', async () => {
  started = await startLocalPostgres({ dataDir })
  await started.stop()
  const { child } = await startElsewhereIdle()
  writeFileSync(join(dataDir, 'postmaster.pid'), `${child.pid}\n${dataDir}\n`)
  started = await startLocalPostgres({ dataDir })
  expect(child.exitCode ?? child.signalCode).toBeNull()
})

async function startElsewhereIdle(): Promise<{ child: ChildProcess }> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { stdio: 'pipe' })
  children.push(child)
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { child }
}

test('a folder that is no whole data folder is not touched', async () => {
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'PG_VERSION'), '18')
  await expect(startLocalPostgres({ dataDir })).rejects.toThrow('was not made completely')
  expect(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8')).toBe('18')
})

test('what keeps it from starting is said, and nothing is left running', async () => {
  const logFile = join(dir, 'postgres.log')
  const wrong = startLocalPostgres({ dataDir, settings: { max_connections: 'many' }, logFile })
  await expect(wrong).rejects.toThrow(`PostgreSQL ended while it started (code 1); ${logFile} says why`)
  expect(readFileSync(logFile, 'utf8')).toContain('max_connections')
})
