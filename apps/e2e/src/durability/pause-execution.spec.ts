import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { until } from '@linkflow/testing'
import { deploy, register } from '../client.js'
import { System } from '../system.js'
import { audit, quiet, sound } from './audit.js'
import { Effects } from './effects.js'
import { EngineProcesses, quickLeases } from './engine-processes.js'
import { deliver } from './sender.js'
import { chain, effect } from './workflows.js'

jest.setTimeout(180_000)

describe('an execution process that stood still for longer than its lease changes nothing when it', () => {
  let effects: Effects
  let system: System
  let engines: EngineProcesses

  beforeAll(async () => {
    effects = await Effects.start()
    system = await System.start('distributed', { env: { ...quickLeases, LINKFLOW_EGRESS_ALLOW: effects.address } })
    engines = await EngineProcesses.of(system)
    await engines.start('execution-2')
  })
  afterAll(async () => {
    await system?.stop()
    await effects?.stop()
  })

  /** Everything the database knows about an execution, byte for byte. */
  async function everything(id: string) {
    const [execution] = await system.database.query(
      `select e.*, l.owner, l.epoch, l.state from execution.executions e
       left join execution.execution_leases l on l.execution_id = e.id where e.id = $1`,
      [id],
    )
    const history = await system.database.query(
      `select * from execution.node_executions where execution_id = $1 order by seq`,
      [id],
    )
    return { execution, history }
  }

  /** Workers of a process that are busy, as it tells Prometheus. */
  async function busy(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${system.ports.get(name)}/metrics`)).text()
    return Number(/^linkflow_execution_slots_used.* (\d+)$/m.exec(text)?.[1])
  }

  /** Starts an execution and stops the process that runs it; resolves when another has begun to run it again. */
  async function putToSleep(first: string, ...others: string[]): Promise<{ id: string; sleeper: string }> {
    const { api } = await register(system.url)
    const stages = [first, ...others].map((mode) => effect(mode.split('/')[1]!, effects.url(mode)))
    const { webhookUrl } = await deploy(api, chain(...stages))
    const { executionId } = await deliver(webhookUrl, first)
    await until('the request', () => effects.at(first).length === 1)
    const sleeper = await until('an owner', () => engines.ownerOf(executionId!))
    await until('its worker is busy', async () => (await busy(sleeper)) === 1)
    system.signal(sleeper, 'SIGSTOP')
    await until('the request again', () => effects.at(first).length === 2)
    expect(await engines.ownerOf(executionId!)).not.toBe(sleeper)
    return { id: executionId!, sleeper }
  }

  /** Resolves when a process has worked off what waited for it, and has given up the execution it thought was its own. */
  async function wake(sleeper: string): Promise<void> {
    system.signal(sleeper, 'SIGCONT')
    await until('the woken process has let go', async () => (await busy(sleeper)) === 0)
    await until('it is taken for alive again', () => engines.isAlive(sleeper))
  }

  const expectSound = async (event: string, id: string) =>
    expect(await audit(system.database.query, new Map([[event, id]]), effects.read())).toEqual(sound)

  test('wakes to a result that its successor still waits for: it may not record it', async () => {
    const { id, sleeper } = await putToSleep('hold-two/early')
    await effects.releaseFirst('early')
    const before = await everything(id)
    expect(before.execution).toMatchObject({ epoch: 2, status: 'running' })
    await wake(sleeper)
    expect(await everything(id)).toEqual(before)
    await effects.release('early')
    await quiet(system.database.query)
    await expectSound('hold-two/early', id)
  })

  test('wakes to a result while its successor has gone further', async () => {
    const { id, sleeper } = await putToSleep('hold/first', 'hold/second')
    await effects.release('first')
    await until('the second request', () => effects.at('hold/second').length === 1)
    const before = await everything(id)
    await wake(sleeper)
    expect(await everything(id)).toEqual(before)
    await effects.release('second')
    await quiet(system.database.query)
    expect(effects.at('hold/second')).toHaveLength(1)
    await expectSound('hold/first', id)
  })

  test('wakes to a result after its successor has ended the execution', async () => {
    const { id, sleeper } = await putToSleep('hold/only')
    await effects.release('only')
    await quiet(system.database.query)
    const ended = await everything(id)
    expect(ended.execution).toMatchObject({ epoch: null, status: 'succeeded' })
    await wake(sleeper)
    expect(await everything(id)).toEqual(ended)
    await expectSound('hold/only', id)
  })
})
