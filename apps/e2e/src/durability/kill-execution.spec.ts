import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { deploy, register } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { audit, quiet, sound } from './audit.js'
import { Effects } from './effects.js'
import { EngineProcesses, quickLeases } from './engine-processes.js'
import { deliver } from './sender.js'
import { chain, effect } from './workflows.js'

jest.setTimeout(180_000)

describe('kill -9 of the process that runs an execution', () => {
  let effects: Effects
  let system: System
  let engines: EngineProcesses
  let ann: Account
  const accepted = new Map<string, string>()

  beforeAll(async () => {
    effects = await Effects.start()
    system = await System.start('distributed', { env: { ...quickLeases, LINKFLOW_EGRESS_ALLOW: effects.address } })
    engines = await EngineProcesses.of(system)
    await engines.start('execution-2')
    ann = await register(system.url)
  })
  afterAll(async () => {
    await system?.stop()
    await effects?.stop()
  })

  /** Starts an execution of some nodes by a webhook. */
  async function trigger(...modes: string[]): Promise<string> {
    const nodes = modes.map((mode, index) => effect(`effect-${index + 1}`, effects.url(mode)))
    const { webhookUrl } = await deploy(ann.api, chain(...nodes))
    const event = modes.join('+')
    const { status, executionId } = await deliver(webhookUrl, event)
    expect(status).toBe(202)
    accepted.set(event, executionId!)
    return executionId!
  }

  const reached = (mode: string) => until(`a request for ${mode}`, () => effects.at(mode).length > 0)
  const owner = (id: string) => until(`an owner of ${id}`, () => engines.ownerOf(id))
  const expectSound = async () => {
    await quiet(system.database.query)
    expect(await audit(system.database.query, accepted, effects.read())).toEqual(sound)
  }

  test('while its effect is under way: another repeats the request under the same key', async () => {
    const id = await trigger('hold/flying')
    await reached('hold/flying')
    const first = await owner(id)
    await system.kill(first)
    const second = await until('another owner', async () => {
      const now = await engines.ownerOf(id)
      return now !== first && now
    })
    expect(second).not.toBe(first)
    await until('the request again', () => effects.at('hold/flying').length === 2)
    await effects.release('flying')
    await expectSound()
    expect(new Set(effects.at('hold/flying').map(({ key }) => key)).size).toBe(1)
    await engines.start(first)
  })

  test('after its effect was done, before the result was recorded', async () => {
    const id = await trigger('hold/done')
    await reached('hold/done')
    const first = await owner(id)
    // Stopped, it hears nothing of the answer: the effect is done and nobody has recorded it.
    system.signal(first, 'SIGSTOP')
    await effects.release('done')
    await system.kill(first)
    await expectSound()
    expect(effects.at('hold/done')).toHaveLength(2)
    await engines.start(first)
  })

  test('between two effects: what was recorded is not done again', async () => {
    const id = await trigger('now', 'hold/next')
    await reached('hold/next')
    const first = await owner(id)
    await system.kill(first)
    await until('the second request again', () => effects.at('hold/next').length === 2)
    await effects.release('next')
    await expectSound()
    expect(effects.at('now')).toHaveLength(1)
    await engines.start(first)
  })

  test('while it rests before a retry', async () => {
    const nodes = effect('again', effects.url('fail/1'), {
      retry: { maxTries: 3, backoff: 'fixed', delayMs: 1500 },
    })
    const { webhookUrl } = await deploy(ann.api, chain(nodes))
    const { executionId } = await deliver(webhookUrl, 'retried')
    accepted.set('retried', executionId!)
    await reached('fail/1')
    const waiting = await until('it waits', async () => {
      const { body } = await ann.api.get(`/executions/${executionId}`)
      return body.status === 'waiting' && (await engines.ownerOf(executionId!))
    })
    await system.kill(waiting)
    await expectSound()
    expect(effects.at('fail/1')).toHaveLength(2)
    await engines.start(waiting)
  })

  test('with nobody else there: it goes on when it is back', async () => {
    await system.terminate('execution-2')
    const id = await trigger('hold/alone')
    await reached('hold/alone')
    expect(await owner(id)).toBe('execution')
    await system.kill('execution')
    await engines.start('execution')
    await until('the request again', () => effects.at('hold/alone').length === 2)
    await effects.release('alone')
    await expectSound()
  })

  test('the history people see has no gaps and ends once', async () => {
    for (const id of accepted.values()) {
      const { body } = await ann.api.get(`/executions/${id}/events`)
      const seqs = [...(body as string).matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq))
      expect(seqs).toEqual(seqs.map((_, index) => index + 1))
      expect([...(body as string).matchAll(/^event: execution\.succeeded$/gm)]).toHaveLength(1)
    }
  })
})
