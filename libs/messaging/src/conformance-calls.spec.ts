import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  Cancelled,
  DeadlineExceeded,
  InternalError,
  MessageTooLarge,
  OutcomeUnknown,
  Unavailable,
  defineProblem,
} from '@linkflow/kernel'
import type { Problem, RequestContext } from '@linkflow/kernel'
import { z } from 'zod'
import type { Network } from './testing/topologies.js'
import { callOptions, eventually, gate, shortOf, topologies } from './testing/topologies.js'
import type { IncomingCall, Transport } from './transport.js'

const small = { maxBytes: 512 * 1024, long: false }
const large = { maxBytes: 8 * 1024 * 1024, long: false }
const DraftChanged = defineProblem({
  code: 'workflow/draft-changed',
  status: 412,
  title: 'The draft has changed.',
  params: z.object({ currentRevision: z.number() }),
  detail: ({ currentRevision }) => `It is at ${currentRevision}.`,
})
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.each(topologies)('calls over $name', (topology) => {
  let network: Network
  let server: Transport
  let client: Transport
  const echo = (input: unknown) => Promise.resolve(input)

  beforeAll(async () => {
    network = await topology.start()
    server = await network.connect('workflow')
    client = await network.connect('gateway')
    await server.serve('req.workflow.echo.v1', 'workflow', echo, small)
    await server.serve('req.workflow.echo-large.v1', 'workflow', echo, large)
  })
  afterAll(() => network.stop())

  test('a request is answered and its headers arrive', async () => {
    let seen: IncomingCall | undefined
    const handler = async (input: unknown, call: IncomingCall) => {
      seen = call
      return { hello: input }
    }
    await server.serve('req.workflow.greet.v1', 'workflow', handler, small)
    const deadlineAt = Date.now() + 5_000
    const headers = { requestId: 'r7', deadlineAt, token: 't', traceparent: 'tp', clientIp: '::1', userAgent: 'ua' }
    expect(await client.request('req.workflow.greet.v1', 'you', callOptions({ headers }))).toEqual({ hello: 'you' })
    expect(seen).toMatchObject(headers)
  })

  test('a thousand calls at once are each given their own answer', async () => {
    const numbers = Array.from({ length: 1_000 }, (_, i) => i)
    const answers = await Promise.all(numbers.map((n) => client.request('req.workflow.echo.v1', { n }, callOptions())))
    expect(answers).toEqual(numbers.map((n) => ({ n })))
  })

  test('text survives whatever it holds; undefined members do not', async () => {
    const odd = { nul: 'a\u0000b', lone: '\ud800', emoji: '👩‍👩‍👧', line: 'a\nb\u2028', deep: [[null]] }
    expect(await client.request('req.workflow.echo.v1', { ...odd, gone: undefined }, callOptions())).toStrictEqual(odd)
    expect(await client.request('req.workflow.echo.v1', undefined, callOptions())).toBeUndefined()
    expect(await client.request('req.workflow.echo.v1', null, callOptions())).toBeNull()
  })

  test('nothing is shared between caller and handler', async () => {
    const kept: { list: number[] }[] = []
    const handler = async (input: unknown) => {
      const given = input as { list: number[] }
      given.list.push(2)
      kept.push(given)
      return given
    }
    await server.serve('req.workflow.keep.v1', 'workflow', handler, small)
    const sent = { list: [1] }
    const answer = (await client.request('req.workflow.keep.v1', sent, callOptions())) as { list: number[] }
    answer.list.push(3)
    expect(sent.list).toEqual([1])
    expect(kept[0]?.list).toEqual([1, 2])
  })

  test('a problem arrives with its members', async () => {
    const handler = () => Promise.reject(DraftChanged({ currentRevision: 4 }))
    await server.serve('req.workflow.refuse.v1', 'workflow', handler, small)
    const error = await caught(client.request('req.workflow.refuse.v1', {}, callOptions()))
    expect(DraftChanged.is(error) && error.params).toEqual({ currentRevision: 4 })
    expect((error as Problem).toWire()).toEqual(DraftChanged({ currentRevision: 4 }).toWire())
  })

  test('any other error is reported and its text stays inside', async () => {
    const secret = new Error('password=hunter2')
    const handler = () => Promise.reject(secret)
    await server.serve('req.workflow.break.v1', 'workflow', handler, small)
    const error = await caught(client.request('req.workflow.break.v1', {}, callOptions()))
    expect(InternalError.is(error)).toBe(true)
    expect(JSON.stringify((error as Problem).toWire())).not.toContain('hunter2')
    expect(network.errors).toContain(secret)
  })

  test('nobody serves: unavailable at once', async () => {
    const error = await caught(client.request('req.billing.charge.v1', {}, callOptions()))
    expect(Unavailable.is(error) && error.params).toEqual({ service: 'billing' })
  })

  test('a deadline ends the wait and aborts the handler', async () => {
    const aborted = gate<unknown>()
    const handler = (_input: unknown, { signal }: IncomingCall) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.open(signal.reason)
          reject(signal.reason)
        })
      })
    await server.serve('req.workflow.linger.v1', 'workflow', handler, small)
    const error = await caught(client.request('req.workflow.linger.v1', {}, shortOf(60)))
    expect(DeadlineExceeded.is(error)).toBe(true)
    expect(DeadlineExceeded.is(await aborted.promise)).toBe(true)
    const past = await caught(client.request('req.workflow.linger.v1', {}, shortOf(-1)))
    expect(DeadlineExceeded.is(past)).toBe(true)
  })

  test('a cancellation ends the wait and reaches the handler', async () => {
    const started = gate()
    const aborted = gate<unknown>()
    const handler = (_input: unknown, { signal }: IncomingCall) => {
      started.open()
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          aborted.open(signal.reason)
          resolve(undefined)
        }),
      )
    }
    await server.serve('req.workflow.wait.v1', 'workflow', handler, small)
    const controller = new AbortController()
    const call = caught(client.request('req.workflow.wait.v1', {}, callOptions({ signal: controller.signal })))
    await started.promise
    controller.abort()
    expect(Cancelled.is(await call)).toBe(true)
    expect(Cancelled.is(await aborted.promise)).toBe(true)
    const late = client.request('req.workflow.wait.v1', {}, callOptions({ signal: controller.signal }))
    expect(Cancelled.is(await caught(late))).toBe(true)
  })

  test('a long call goes on while its server beats', async () => {
    const end = gate<string>()
    await server.serve('req.node.run.v1', 'node', () => end.promise, { ...small, long: true })
    const call = client.request('req.node.run.v1', {}, callOptions({ long: true }))
    // Longer than three beats: the next lines prove that the call still stands.
    await caught(client.request('req.workflow.linger.v1', {}, shortOf(1_300)))
    end.open('done')
    expect(await call).toBe('done')
  })

  test('the server of a long call is killed: the outcome is unknown', async () => {
    const doomed = await network.connect('node')
    const started = gate()
    const handler = () => {
      started.open()
      return new Promise(() => {})
    }
    await doomed.serve('req.node.doomed.v1', 'node', handler, { ...small, long: true })
    const call = caught(client.request('req.node.doomed.v1', {}, callOptions({ long: true })))
    await started.promise
    await doomed.close()
    expect(OutcomeUnknown.is(await call)).toBe(true)
  })

  test('two servers of a queue group share the calls and each is answered once', async () => {
    const other = await network.connect('workflow')
    const counts = [0, 0]
    const counting = (i: number) => async () => (counts[i] = (counts[i] ?? 0) + 1)
    await server.serve('req.workflow.shared.v1', 'workflow', counting(0), small)
    const second = await other.serve('req.workflow.shared.v1', 'workflow', counting(1), small)
    const send = () => client.request('req.workflow.shared.v1', {}, callOptions())
    await Promise.all(Array.from({ length: 200 }, send))
    expect(counts[0]).toBeGreaterThan(20)
    expect(counts[1]).toBeGreaterThan(20)
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(200)
    await second.close()
    await Promise.all(Array.from({ length: 20 }, send))
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(220)
  })

  test('what exceeds the limit of its contract is refused, in both directions', async () => {
    const big = 'x'.repeat(600 * 1024)
    const input = await caught(client.request('req.workflow.echo.v1', big, callOptions()))
    expect(MessageTooLarge.is(input) && input.params.limitBytes).toBe(512 * 1024)
    await server.serve('req.workflow.big.v1', 'workflow', async () => big, small)
    expect(MessageTooLarge.is(await caught(client.request('req.workflow.big.v1', {}, callOptions())))).toBe(true)
  })

  test.each([500, 505, 513, 5_000])('%i KiB travel both ways', async (kib) => {
    const rows = Array.from({ length: kib }, (_, i) => `${i}é`.padEnd(1023 - 3, 'x'))
    const options = callOptions({ maxBytes: large.maxBytes })
    expect(await client.request('req.workflow.echo-large.v1', rows, options)).toEqual(rows)
  })

  test('draining lets running calls finish and takes no more', async () => {
    const leaving = await network.connect('workspace')
    const started = gate()
    const end = gate<string>()
    const handler = () => {
      started.open()
      return end.promise
    }
    await leaving.serve('req.workspace.slow.v1', 'workspace', handler, small)
    const call = client.request('req.workspace.slow.v1', {}, callOptions())
    await started.promise
    const drained = leaving.drain()
    let refused: unknown
    while (!refused) refused = await caught(client.request('req.workspace.slow.v1', {}, shortOf(50)))
    end.open('finished')
    expect(await call).toBe('finished')
    await drained
    expect(leaving.status().connected).toBe(false)
  })

  test('the context travels by reference in one process and not at all between two', async () => {
    const seen: unknown[] = []
    const handler = async (_input: unknown, call: IncomingCall) => void seen.push(call.context)
    await server.serve('req.workflow.who.v1', 'workflow', handler, small)
    const context: RequestContext = {
      principal: { kind: 'service', id: 'gateway' },
      permissions: new Set(),
      requestId: 'r',
      deadlineAt: 0,
      token: '',
    }
    await client.request('req.workflow.who.v1', {}, callOptions({ context }))
    await eventually(() => seen.length === 1)
    expect(seen[0]).toBe(topology.name === 'local' ? context : undefined)
  })
})
