import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { deploy, register, row } from '../client.js'
import { System } from '../system.js'

jest.setTimeout(600_000)

const root = resolve(__dirname, '../../../..')
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }

describe('npm run package', () => {
  let out: string
  let apps: string[]
  let system: System | undefined

  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'linkflow-packages-'))
    execFileSync(process.execPath, ['tools/package/package.mjs', '--out', out], { cwd: root })
    apps = readdirSync(out)
  })
  afterAll(async () => {
    await system?.stop()
    rmSync(out, { recursive: true, force: true })
  })

  test('makes one of every service, that needs nothing of the workspace', () => {
    expect(apps.sort()).toEqual([
      ...['auth', 'billing', 'credential', 'execution', 'gateway', 'node'],
      ...['notification', 'schedule', 'webhook', 'workflow', 'workspace'],
    ])
    for (const app of apps) {
      const { dependencies } = manifestOf(join(out, app))
      expect(Object.keys(dependencies).filter((name) => name.startsWith('@linkflow/'))).toEqual([])
      expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([])
    }
  })

  test('whoever keeps no data needs no database driver, and only the one who mails needs a mailer', () => {
    const having = (name: string) => apps.filter((app) => name in manifestOf(join(out, app)).dependencies).sort()
    expect(having('nodemailer')).toEqual(['notification'])
    expect(having('stripe')).toEqual(['billing'])
    expect(having('quickjs-emscripten-core')).toEqual(['node'])
    expect(having('ioredis')).toEqual(['gateway'])
  })

  test('is refused for an app that is not there', () => {
    const run = () =>
      execFileSync(process.execPath, ['tools/package/package.mjs', 'mystery'], { cwd: root, stdio: 'pipe' })
    expect(run).toThrow(/There is no app mystery\./)
  })

  test('installs by npm ci, and the whole system runs from it', async () => {
    for (const app of apps) {
      const cwd = join(out, app)
      execFileSync('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'], { cwd, stdio: 'pipe' })
      for (const left of ['typescript', 'jest', 'eslint'])
        expect(existsSync(join(cwd, 'node_modules', left))).toBe(false)
    }
    system = await System.start('distributed', { packages: out })
    const { api } = await register(system.url)
    const { webhookUrl } = await deploy(
      api,
      row(
        { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'last-node' } } as { id: string },
        { id: 'code', type: 'code', parameters: { code: 'return { sum: $json.body.a + 1 }' } } as { id: string },
      ),
    )
    expect(await api.post(webhookUrl, { a: 41 })).toMatchObject({ status: 200, body: { sum: 42 } })
    expect((await fetch(`${system.url}/docs`)).status).toBe(200)
    expect((await fetch(`${system.url}/api/v1/openapi.json`)).status).toBe(200)
    expect((await fetch(`${system.url}/health/ready`)).status).toBe(200)
  })
})
