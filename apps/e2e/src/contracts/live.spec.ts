import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { until } from '@linkflow/testing'
import { register } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { Target } from './bad-input/target.js'
import { EventSocket, count } from './live/event-socket.js'
import { EventStream } from './live/event-stream.js'
import { startSlow } from './live/slow-workflow.js'

/** Nine processes start at once, perhaps beside other tests. */
const BOOT_MS = 240_000

describe.each(['standalone', 'distributed'] as const)('live events, %s', (topology) => {
  let system: System
  let target: Target
  let ann: Account
  let bob: Account
  /** Every gateway's URL: two where there can be two. */
  let gateways: string[]
  const sockets: EventSocket[] = []

  beforeAll(async () => {
    target = await Target.start()
    const env = { RATE_LIMIT_PRINCIPAL: '0', LINKFLOW_EGRESS_ALLOW: `127.0.0.1:${target.port}` }
    system = await System.start(topology, { env, more: { gateway: 1 } })
    gateways = [...system.ports]
      .filter(([name]) => name.startsWith('gateway'))
      .map(([, port]) => `http://127.0.0.1:${port}`)
    ann = await register(system.url)
    bob = await register(system.url)
  }, BOOT_MS)
  afterEach(() => sockets.splice(0).forEach((socket) => socket.break()))
  afterAll(async () => {
    await system?.stop()
    await target?.stop()
  })

  const bearer = (account: Account) => ({ authorization: `Bearer ${account.token}` })
  function connect(...given: ConstructorParameters<typeof EventSocket>): EventSocket {
    const socket = new EventSocket(...given)
    sockets.push(socket)
    return socket
  }
  async function connected(account: Account, url = system.url): Promise<EventSocket> {
    const socket = connect(url, { headers: bearer(account) })
    expect(await socket.opened).toBe(101)
    return socket
  }
  const eventsUrl = (id: string, url = system.url) => `${url}/api/v1/executions/${id}/events`

  /** All there is to tell of a finished execution, as the stream tells it from the start. */
  async function history(id: string) {
    const stream = await EventStream.open(eventsUrl(id), bearer(ann))
    await stream.whole()
    return stream.events
  }

  describe('the socket', () => {
    test.each([
      ['a header', () => ({ headers: bearer(ann) })],
      ['the query', () => ({ query: { access_token: ann.token } })],
    ])('is opened by a token in %s', async (_, options) => {
      const socket = connect(system.url, options())
      expect(await socket.opened).toBe(101)
      socket.send({ type: 'ping' })
      await socket.next('pong')
    })

    test('is opened by an API key', async () => {
      const { body } = await ann.api.post('/api-keys', { name: 'Live' })
      const socket = connect(system.url, { headers: { 'x-api-key': body.key } })
      expect(await socket.opened).toBe(101)
    })

    test('is opened by a first message', async () => {
      const socket = connect(system.url)
      expect(await socket.opened).toBe(101)
      socket.subscribe(newId())
      expect(await socket.next('error')).toMatchObject({ problem: { status: 401, code: 'auth/unauthenticated' } })
      socket.send({ type: 'authenticate', token: ann.token })
      expect(await socket.next('authenticated')).toMatchObject({ workspaceId: ann.workspaceId })
    })

    test.each([
      ['in a header', { headers: { authorization: 'Bearer nonsense' } }],
      ['in the query', { query: { access_token: 'nonsense' } }],
      ['that is an unknown key', { headers: { 'x-api-key': 'lf_live_nonsense' } }],
    ])('stays closed for a bad credential %s', async (_, options) => {
      expect(await connect(system.url, options).opened).toBe(401)
    })

    test('is closed on a bad token by message', async () => {
      const socket = connect(system.url)
      await socket.opened
      socket.send({ type: 'authenticate', token: `${ann.token.slice(0, -4)}AAAA` })
      expect(await socket.next('error')).toMatchObject({ problem: { status: 401 } })
      expect(await socket.closedWith()).toBe(4401)
    })

    test('stays closed for a workspace of others', async () => {
      const options = { headers: bearer(ann), query: { workspaceId: bob.workspaceId } }
      expect(await connect(system.url, options).opened).toBe(404)
    })

    test('answers nonsense with problems, and lives', async () => {
      const socket = await connected(ann)
      for (const message of [{}, [], { type: 'subscribe' }, { type: 'subscribe', channel: 'execution', id: 1 }])
        socket.send(message)
      await until('four problems', () => socket.messages.filter(({ type }) => type === 'error').length === 4)
      for (const { problem } of socket.messages) expect(problem).toMatchObject({ status: 400 })
      socket.send({ type: 'ping' })
      await socket.next('pong')
    })
  })

  describe('events', () => {
    test('come once each, in order, without a gap, while it runs', async () => {
      const execution = await startSlow(ann.api, target)
      const socket = await connected(ann)
      socket.subscribe(execution.id)
      expect(await socket.next('subscribed')).toMatchObject({ id: execution.id })
      execution.letGo()
      await socket.next('ended')
      const { sequences } = socket
      expect(sequences).toEqual(count(1, sequences.length))
      const all = await history(execution.id)
      expect(socket.messages.filter(({ executionId }) => executionId)).toEqual(all.map(({ data }) => data))
      expect(all.at(-1)).toMatchObject({ event: 'execution.succeeded' })
    })

    test('go on after a connection broke, from where it was', async () => {
      const execution = await startSlow(ann.api, target)
      const first = await connected(ann)
      first.subscribe(execution.id)
      await until('events of a running node', () => first.sequences.length >= 2)
      const lastSeq = first.sequences[0]!
      first.break()
      const second = await connected(ann, gateways.at(-1))
      second.subscribe(execution.id, lastSeq)
      expect(await second.next('subscribed')).toMatchObject({ seq: lastSeq })
      execution.letGo()
      await second.next('ended')
      expect(second.sequences).toEqual(count(lastSeq + 1, second.sequences.at(-1)!))
    })

    test('reach readers at every gateway', async () => {
      const execution = await startSlow(ann.api, target)
      const readers = await Promise.all([...gateways, ...gateways].map((url) => connected(ann, url)))
      for (const reader of readers) reader.subscribe(execution.id)
      for (const reader of readers) await reader.next('subscribed')
      execution.letGo()
      for (const reader of readers) await reader.next('ended')
      const [expected, ...others] = readers.map(({ sequences }) => sequences)
      expect(expected).toEqual(count(1, expected!.length))
      for (const sequences of others) expect(sequences).toEqual(expected)
    })

    test('of a finished execution are told from its history', async () => {
      const execution = await startSlow(ann.api, target)
      execution.letGo()
      const all = await history(execution.id)
      const socket = await connected(ann)
      socket.subscribe(execution.id, 1)
      await socket.next('ended')
      expect(socket.sequences).toEqual(count(2, all.length))
    })

    test('of many executions do not mix', async () => {
      const socket = await connected(ann)
      const ids: string[] = []
      for (const _ of [1, 2, 3]) {
        const execution = await startSlow(ann.api, target)
        ids.push(execution.id)
        socket.subscribe(execution.id)
        execution.letGo()
      }
      const ended = () => socket.messages.filter(({ type }) => type === 'ended').length === ids.length
      await until('all have ended', ended)
      for (const id of ids) {
        const own = socket.messages.filter(({ executionId }) => executionId === id).map(({ seq }) => seq)
        expect(own).toEqual(count(1, own.length))
      }
    })

    test('of others are not told, whoever asks', async () => {
      const execution = await startSlow(ann.api, target)
      const socket = await connected(bob)
      socket.subscribe(execution.id)
      const error = await socket.next('error')
      expect(error).toMatchObject({ id: execution.id, problem: { status: 404, code: 'execution/not-found' } })
      const stream = await bob.api.get(`/executions/${execution.id}/events`)
      expect(stream).toMatchObject({ status: 404, body: { code: 'execution/not-found' } })
      execution.letGo()
      await history(execution.id)
      socket.send({ type: 'ping' })
      await socket.next('pong')
      expect(socket.sequences).toEqual([])
    })
  })

  describe('server-sent events', () => {
    test('come once each, in order, and end', async () => {
      const execution = await startSlow(ann.api, target)
      const streams = await Promise.all(
        gateways.map((url) => EventStream.open(eventsUrl(execution.id, url), bearer(ann))),
      )
      for (const { response } of streams) {
        expect(response.status).toBe(200)
        expect(response.headers.get('content-type')).toContain('text/event-stream')
      }
      execution.letGo()
      for (const stream of streams) {
        await stream.whole()
        expect(stream.events.map(({ id }) => id)).toEqual(count(1, stream.events.length))
        for (const { id, event, data } of stream.events)
          expect(data).toMatchObject({ seq: id, type: event, executionId: execution.id })
      }
    })

    test('go on after Last-Event-ID, and 204 tells that nothing is left', async () => {
      const execution = await startSlow(ann.api, target)
      const stream = await EventStream.open(eventsUrl(execution.id), bearer(ann))
      await until('an event', () => stream.events.length > 0)
      stream.close()
      execution.letGo()
      const all = await history(execution.id)
      const from = (id: number) =>
        EventStream.open(eventsUrl(execution.id), { ...bearer(ann), 'last-event-id': String(id) })
      const rest = await from(1)
      await rest.whole()
      expect(rest.events).toEqual(all.slice(1))
      expect((await from(all.length)).response.status).toBe(204)
    })
  })
})
