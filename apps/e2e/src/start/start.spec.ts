import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { freePort } from '@linkflow/local-postgres'
import { until } from '@linkflow/testing'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { register } from '../client.js'
import { StartCommand } from './start-command.js'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'linkflow-start-'))
  chmodSync(dir, 0o755)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Processes whose command line or environment holds our data folder. */
function processesOn(folder: string): string[] {
  const list = execFileSync('ps', ['axeww', '-o', 'pid,args'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return list.split('\n').filter((line) => line.includes(folder))
}

describe('npm start', () => {
  test('--help lists the options', async () => {
    const command = new StartCommand(['--help'])
    expect(await command.ended()).toBe(0)
    for (const option of ['--port', '--data-dir', '--database-url', '--distributed', '--log-level'])
      expect(command.output).toContain(option)
  })

  test('an unknown option is said in one sentence', async () => {
    const command = new StartCommand(['--prot', '1'])
    expect(await command.ended()).toBe(1)
    expect(command.output.trim().split('\n')).toEqual([expect.stringContaining('--prot')])
  })

  test('starts, keeps its data over a restart, and leaves nothing running', async () => {
    const dataDir = join(dir, 'kept')
    const first = new StartCommand(['--port', '0', '--data-dir', dataDir])
    const [, url] = await first.says(/LinkFlow is ready on (\S+)/)
    const ann = await register(url!)
    expect(await first.stop('SIGINT')).toBe(0)
    expect(processesOn(dataDir)).toEqual([])

    const second = new StartCommand(['--port', '0', '--data-dir', dataDir])
    const [, again] = await second.says(/LinkFlow is ready on (\S+)/)
    const login = await fetch(`${again}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: ann.email, password: ann.password }),
    })
    expect(login.status).toBe(200)
    expect(await second.stop()).toBe(0)
    expect(processesOn(dataDir)).toEqual([])
  })

  test('its database ends with it even when it is killed, and is taken up again', async () => {
    const dataDir = join(dir, 'killed')
    const first = new StartCommand(['--port', '0', '--data-dir', dataDir])
    await first.says(/LinkFlow is ready/)
    await first.stop('SIGKILL')
    await until('the database to end', () => processesOn(dataDir).length === 0)
    const second = new StartCommand(['--port', '0', '--data-dir', dataDir])
    await second.says(/LinkFlow is ready/)
    expect(await second.stop()).toBe(0)
  })
})

describe('npm start -- --distributed', () => {
  const start = async (dataDir: string) => {
    const port = await freePort()
    const env = { OPERATIONS_PORT: '0' }
    const command = new StartCommand(['--distributed', '--port', String(port), '--data-dir', dataDir], env)
    const [, url] = await command.says(/LinkFlow is ready on (\S+)/)
    return { command, url: url! }
  }

  test('brings its own NATS, Redis and PostgreSQL, and leaves nothing running', async () => {
    const dataDir = join(dir, 'fleet')
    const { command, url } = await start(dataDir)
    const { api } = await register(url)
    expect((await api.get('/workflows')).status).toBe(200)
    expect(await command.stop('SIGINT')).toBe(0)
    expect(processesOn(dataDir)).toEqual([])
  })

  test('everything ends with it even when it is killed', async () => {
    const dataDir = join(dir, 'lost-fleet')
    const { command } = await start(dataDir)
    await command.stop('SIGKILL')
    await until('all to end', () => processesOn(dataDir).length === 0)
  })
})

describe('npm start that cannot', () => {
  const lastLine = (command: StartCommand) => command.output.trim().split('\n').at(-1)

  test('a taken port', async () => {
    const taken = createServer().listen(0, '0.0.0.0')
    await new Promise((done) => taken.once('listening', done))
    const { port } = taken.address() as AddressInfo
    const dataDir = join(dir, 'port')
    const command = new StartCommand(['--port', String(port), '--data-dir', dataDir])
    expect(await command.ended()).toBe(1)
    expect(lastLine(command)).toBe(`Port ${port} is taken. Choose another with --port.`)
    expect(processesOn(dataDir)).toEqual([])
    taken.close()
  })

  test('variables that are wrong, of several services, all at once and before anything starts', async () => {
    const dataDir = join(dir, 'wrong')
    const wrong = {
      LINKFLOW_REGISTRATION: 'maybe',
      LINKFLOW_CODE_THREADS: 'many',
      LINKFLOW_EGRESS_ALLOW: '10.0.0.0/99',
    }
    const command = new StartCommand(['--port', '0', '--data-dir', dataDir], wrong)
    expect(await command.ended()).toBe(1)
    expect(command.output).toContain('The configuration is not valid:')
    for (const name of Object.keys(wrong)) expect(command.output).toContain(`  ${name}: `)
    expect(command.output).not.toContain('Database: starting')
  })

  test('a data folder that cannot be written', async () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    const command = new StartCommand(['--port', '0', '--data-dir', join(file, 'data')])
    expect(await command.ended()).toBe(1)
    expect(lastLine(command)).toContain(`The data folder ${join(file, 'data')} cannot be used`)
  })

  test('a database that cannot be reached, and its password is not shown', async () => {
    const url = 'postgres://somebody:hush-hush@127.0.0.1:1/nothing'
    const command = new StartCommand(['--port', '0', '--data-dir', join(dir, 'unreachable'), '--database-url', url])
    expect(await command.ended()).toBe(1)
    expect(lastLine(command)).toContain('The database at 127.0.0.1:1/nothing cannot be reached')
    expect(command.output).not.toContain('hush-hush')
  })

  test('--distributed without a server it needs', async () => {
    const args = ['--distributed', '--port', '0', '--data-dir', join(dir, 'distributed')]
    const command = new StartCommand(args, { PATH: '/nowhere' })
    expect(await command.ended()).toBe(1)
    expect(lastLine(command)).toBe('--distributed needs NATS_URL, or nats-server on the PATH.')
  })

  test('a Node.js that is too old', () => {
    const script = readFileSync(join(__dirname, '../../../../tools/start/start.mjs'), 'utf8')
    const old = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' })`
    const file = join(dir, 'old.mjs')
    writeFileSync(
      file,
      script.replace("'./prepare.mjs'", JSON.stringify(join(__dirname, '../../../../tools/start/prepare.mjs'))),
    )
    const preload = join(dir, 'preload.mjs')
    writeFileSync(preload, old)
    const run = () => execFileSync(process.execPath, ['--import', preload, file], { encoding: 'utf8', stdio: 'pipe' })
    expect(run).toThrow(/LinkFlow needs Node.js 20.19 or newer; this is 18.20.0./)
  })
})
