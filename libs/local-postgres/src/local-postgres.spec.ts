import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import type { LocalPostgresOptions } from './local-postgres.js'

let dir: string
let dataDir: string
const children: ChildProcess[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'local-postgres-'))
  chmodSync(dir, 0o755)
  dataDir = join(dir, 'data')
})
afterEach(() => {
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

interface Elsewhere {
  child: ChildProcess
  pid: number
  url: string
  /** What went wrong; empty when it started. */
  failure: string
  stop(): Promise<void>
}

/** Starts PostgreSQL from a process of its own, by the build: Jest cannot load the packages that hold the programs. */
async function start(options: Partial<LocalPostgresOptions> = {}): Promise<Elsewhere> {
  const lib = pathToFileURL(join(__dirname, '../dist/index.js')).href
  const script = `
    import { startLocalPostgres } from '${lib}'
    const say = (line) => console.log(JSON.stringify(line))
    try {
      const { pid, url, stop } = await startLocalPostgres(${JSON.stringify({ dataDir, ...options })})
      say({ pid, url, failure: '' })
      process.stdin.once('data', () => stop().then(() => process.exit(0)))
    } catch (error) {
      say({ failure: error.message })
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const stop = async () => {
    const exited = new Promise((done) => child.once('exit', done))
    child.stdin.write('stop')
    await exited
  }
  return { child, stop, ...JSON.parse(line) }
}

async function ended(pid: number): Promise<void> {
  const alive = () => spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' }).stdout.trim()
  // A zombie that nobody has collected has ended too.
  for (let state = alive(); state && !state.startsWith('Z'); state = alive())
    await new Promise((next) => setTimeout(next, 20))
}

test('it starts on new data, keeps what was committed, and takes settings', async () => {
  const first = await start({ settings: { max_connections: 23 } })
  expect(await query(first.url, 'show max_connections')).toEqual([{ max_connections: '23' }])
  await query(first.url, `create table t as select 'kept' as word`)
  await first.stop()
  await ended(first.pid)
  const second = await start()
  expect(await query(second.url, 'select word from t')).toEqual([{ word: 'kept' }])
})

test('it listens on the loopback interface only, and wants its password', async () => {
  const { url } = await start()
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  const wrong = new URL(url)
  wrong.password = 'wrong'
  await expect(query(wrong.toString(), 'select 1')).rejects.toThrow('password authentication failed')
})

test('it does not outlive the process that started it', async () => {
  const { child, pid } = await start()
  child.kill('SIGKILL')
  await ended(pid)
})

test('a server that was left behind is stopped, and its data is used', async () => {
  const left = await start()
  await query(left.url, `create table t as select 'kept' as word`)
  // The watchdog dies as well, as when everything of an installation is killed.
  spawnSync('pkill', ['-KILL', '-P', String(left.child.pid), 'sh'])
  left.child.kill('SIGKILL')
  const next = await start()
  await ended(left.pid)
  expect(await query(next.url, 'select word from t')).toEqual([{ word: 'kept' }])
})

test('data that another process uses is left alone', async () => {
  const { url, child } = await start()
  expect((await start()).failure).toBe(`another LinkFlow (process ${child.pid}) uses ${dataDir}`)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a number in the pid file that is somebody else’s now is left alone', async () => {
  const first = await start()
  await first.stop()
  const stranger = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { stdio: 'pipe' })
  children.push(stranger)
  await new Promise((resolve) => stranger.stdout.once('data', resolve))
  writeFileSync(join(dataDir, 'postmaster.pid'), `${stranger.pid}\n${dataDir}\n`)
  await start()
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
})

test('a folder that is no whole data folder is not touched', async () => {
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'PG_VERSION'), '18')
  expect((await start()).failure).toContain('was not made completely')
  expect(readFileSync(join(dataDir, 'PG_VERSION'), 'utf8')).toBe('18')
})

test('what keeps it from starting is said', async () => {
  const logFile = join(dir, 'postgres.log')
  const { failure } = await start({ settings: { max_connections: 'many' }, logFile })
  expect(failure).toBe(`PostgreSQL ended while it started (code 1); ${logFile} says why`)
  expect(readFileSync(logFile, 'utf8')).toContain('max_connections')
})
