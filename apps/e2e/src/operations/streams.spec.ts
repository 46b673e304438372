import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startNatsServer } from '@linkflow/messaging'
import type { TestNatsServer } from '@linkflow/messaging'
import { services } from '@linkflow/standalone'
import { System } from '../system.js'
import { runTool } from './run-tool.js'

const streams = (...args: string[]) => runTool('streams/streams.mjs', args)
const consumers = services.flatMap((service) => service.consumers.map(({ name }) => name))

describe('the streams', () => {
  let nats: TestNatsServer
  beforeAll(async () => {
    nats = await startNatsServer()
  })
  afterAll(() => nats?.stop())

  test('are told before they are made, made, and left alone when they are as declared', async () => {
    const check = await streams('--check', '--nats-url', nats.url)
    expect(check).toMatchObject({ code: 1, stderr: '' })
    expect(check.stdout).toContain('stream EVENTS: create')
    for (const name of consumers) expect(check.stdout).toContain(`consumer ${name}: create`)
    const made = await streams('--nats-url', nats.url)
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${consumers.length + 1} made as declared.`),
    })
    const again = await streams('--check', '--nats-url', nats.url)
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('All is as declared.') })
  })

  test('that differ are told setting by setting', async () => {
    const { code, stdout } = await streams('--check', '--nats-url', nats.url, '--replicas', '3')
    expect(code).toBe(1)
    expect(stdout).toContain('stream EVENTS: update\n  num_replicas: 1 -> 3\n')
  })

  test('cannot be made without a server', async () => {
    expect(await streams()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^NATS_URL is needed\..*\n$/) })
    expect(await streams('--nats-url', 'nats://ann:canary@127.0.0.1:1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^NATS at nats:\/\/127.0.0.1:1 cannot be reached.*\n$/),
    })
    expect((await streams('--replicas', 'many', '--nats-url', nats.url)).stderr).toContain('1 to 5')
    expect((await streams('--help')).stdout).toContain('Usage: npm run streams')
  })
})

test('what the services make themselves is what the command makes', async () => {
  const system = await System.start('distributed')
  try {
    const { code, stdout } = await streams('--check', '--nats-url', system.nats!.url)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('All is as declared.') })
    expect(stdout).not.toContain('declared by nobody')
  } finally {
    await system.stop()
  }
})
