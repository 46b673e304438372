import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import type { Database } from './database.js'
import { EventWorld, textOf, unsentCount } from './events.fixture.js'
import { EmptyDatabase, NoteWritten, eventually, gate } from './notes.fixture.js'

const workspaceId = newId()
let database: EmptyDatabase

beforeAll(async () => {
  database = await EmptyDatabase.withNotes(process.env.LINKFLOW_TEST_POSTGRES)
})
afterAll(() => database?.drop())

describe.each(['local', 'nats'] as const)('events over %s', (kind) => {
  let world: EventWorld
  let db: Database

  beforeEach(async () => {
    world = await EventWorld.start(kind, database)
    db = await database.open()
  })
  afterEach(() => world.stop())

  const publish = (key: string, ...texts: string[]) =>
    db.transact({ workspaceId }, async (tx) => {
      for (const text of texts) await tx.publish(NoteWritten, key, { text })
    })

  test('arrive in the workspace they were published in', async () => {
    const seen: unknown[] = []
    await world.consume(db, async (event, workspace, tx) => {
      seen.push([textOf(event), workspace, event.seq, tx.workspaceId])
    })
    await world.relay(db)
    await publish('k', 'a', 'b')
    await eventually(() => seen.length === 2)
    expect(seen).toEqual([
      ['a', workspaceId, 1, workspaceId],
      ['b', workspaceId, 2, workspaceId],
    ])
    await eventually(async () => (await unsentCount(database)) === 0)
  })

  test('that were rolled back are published by nobody', async () => {
    const seen: string[] = []
    await world.consume(db, async (event) => void seen.push(textOf(event)))
    await world.relay(db)
    const undone = db.transact({ workspaceId }, async (tx) => {
      await tx.publish(NoteWritten, 'k', { text: 'undone' })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await publish('k', 'kept')
    await eventually(() => seen.length > 0)
    expect(seen).toEqual(['kept'])
  })

  test('that were committed by a process that then died are sent by the next', async () => {
    const seen: string[] = []
    await world.consume(db, async (event) => void seen.push(textOf(event)))
    const relay = await world.relay(db)
    await relay.stop()
    await publish('k', 'a')
    expect(await unsentCount(database)).toBe(1)
    await world.relay(await database.open())
    await eventually(() => seen.length > 0)
    expect(seen).toEqual(['a'])
  })

  test('of a relay whose transport has closed stay in the outbox', async () => {
    const transport = await world.connect()
    const relay = await world.relay(db, transport)
    await transport.close()
    await publish('k', 'a')
    await relay.stop()
    expect(await unsentCount(database)).toBe(1)
  })

  test('that are delivered twice have an effect once', async () => {
    let runs = 0
    await world.consume(db, async (event, _workspace, tx) => {
      runs += 1
      await tx.execute(`insert into notes (workspace_id, text) values ($1, $2)`, [tx.workspaceId, textOf(event)])
    })
    const relay = await world.relay(db)
    await publish('k', 'a')
    await eventually(async () => runs === 1 && (await unsentCount(database)) === 0)
    await relay.stop()
    // The acknowledgement never reached the outbox, and the server's own window has passed.
    await world.nats?.wipe()
    await database.rows('update workflow.outbox set sent_at = null')
    const transport = await world.connect()
    await world.relay(db, transport)
    await publish('k', 'b')
    await eventually(async () => runs >= 2 && (await unsentCount(database)) === 0)
    expect(await database.rows('select text from workflow.notes order by id')).toEqual([{ text: 'a' }, { text: 'b' }])
  })

  test('whose handler failed leave nothing behind and come again', async () => {
    let runs = 0
    await world.consume(db, async (event, _workspace, tx) => {
      runs += 1
      await tx.execute(`insert into notes (workspace_id, text) values ($1, $2)`, [tx.workspaceId, textOf(event)])
      if (runs === 1) throw new Error('the first attempt fails')
    })
    await world.relay(db)
    await publish('k', 'a')
    await eventually(async () => (await database.rows('select 1 from workflow.notes')).length > 0)
    expect(await database.rows('select text from workflow.notes')).toEqual([{ text: 'a' }])
    expect(runs).toBe(2)
  })

  test('that can never be processed are parked; other keys go on meanwhile, and theirs afterwards', async () => {
    const seen: string[] = []
    await world.consume(
      db,
      async (event) => {
        if (textOf(event) === 'poison') throw new Error('cannot be swallowed')
        seen.push(textOf(event))
      },
      { maxAttempts: 3 },
    )
    await world.relay(db)
    // More than a batch of the relay behind the poison must not keep others in.
    await publish('bad', 'poison', ...Array.from({ length: 250 }, (_, n) => `after ${n}`))
    await publish('good', 'other')
    await eventually(() => seen.length > 0)
    expect(seen[0]).toBe('other')
    await eventually(() => seen.length === 251)
    expect(seen.slice(1)).toEqual(Array.from({ length: 250 }, (_, n) => `after ${n}`))
    const [letter] = await database.rows<{ data: Buffer }>('select * from workflow.dead_letters')
    expect(letter).toMatchObject({
      consumer: 'workflow-notes',
      subject: `evt.workflow.note-written.v1.${workspaceId}`,
      attempts: 3,
      code: 'service/internal-error',
      message: 'cannot be swallowed',
    })
    expect(JSON.parse(letter!.data.toString())).toEqual({ text: 'poison' })
    await eventually(async () => (await unsentCount(database)) === 0)
  })

  test('are not given up because the database was away', async () => {
    let attempts = 0
    await world.consume(
      db,
      async () => {
        attempts += 1
        if (attempts < 4) throw Object.assign(new Error('terminating connection'), { code: '57P01' })
      },
      { maxAttempts: 2 },
    )
    await world.relay(db)
    await publish('k', 'a')
    await eventually(() => attempts === 4)
    await eventually(async () => (await unsentCount(database)) === 0)
    expect(await database.rows('select 1 from workflow.dead_letters')).toEqual([])
  })

  test('keep the order of their key with several relays and busy publishers', async () => {
    const seen = new Map<string, number[]>()
    await world.consume(db, async (event) => {
      seen.set(event.key, [...(seen.get(event.key) ?? []), event.seq])
    })
    const other = await database.open()
    await world.relay(db)
    await world.relay(other)
    const keys = ['a', 'b', 'c', 'd', 'e']
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        (n % 2 ? db : other).transact({ workspaceId }, (tx) => tx.publish(NoteWritten, keys[n % 5]!, { text: '' })),
      ),
    )
    await eventually(() => [...seen.values()].flat().length >= 100)
    for (const key of keys) expect(seen.get(key)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  })

  test('reach every consumer, each once', async () => {
    const seen: string[] = []
    for (const name of ['one', 'two']) await world.consume(db, async () => void seen.push(name), { name })
    await world.relay(db)
    await publish('k', 'a')
    await eventually(() => seen.length >= 2)
    expect(seen.sort()).toEqual(['one', 'two'])
  })

  test('that are being processed when the consumer closes are finished', async () => {
    const held = gate()
    const started = gate()
    const subscription = await world.consume(db, async (event, _workspace, tx) => {
      started.open()
      await held.promise
      await tx.execute(`insert into notes (workspace_id, text) values ($1, $2)`, [tx.workspaceId, textOf(event)])
    })
    await world.relay(db)
    await publish('k', 'a')
    await started.promise
    const closed = subscription.close()
    held.open()
    await closed
    expect(await database.rows('select text from workflow.notes')).toEqual([{ text: 'a' }])
  })
})

describe('an event stream', () => {
  let world: EventWorld
  let db: Database
  beforeEach(async () => {
    world = await EventWorld.start('nats', database)
    db = await database.open()
  })
  afterEach(() => world.stop())

  const publish = (text: string) => db.transact({ workspaceId }, (tx) => tx.publish(NoteWritten, 'k', { text }))
  const sentAt = async () =>
    (await database.rows<{ at: string }>('select sent_at::text as at from workflow.outbox order by position')).map(
      ({ at }) => at,
    )

  test('seen for the first time is not sent what another relay has sent', async () => {
    await publish('a')
    const first = await world.relay(db)
    await eventually(async () => (await unsentCount(database)) === 0)
    await first.stop()
    const before = await sentAt()
    await world.relay(db)
    await publish('b')
    await eventually(async () => (await unsentCount(database)) === 0)
    expect((await sentAt())[0]).toEqual(before[0])
  })

  test('that was wiped is filled again from the outbox, and consumers that come later miss nothing', async () => {
    const early: string[] = []
    await world.consume(db, async (event) => void early.push(textOf(event)), { name: 'early' })
    await world.relay(db)
    for (const text of ['a', 'b', 'c']) await publish(text)
    await eventually(() => early.length === 3)
    await world.nats!.wipe()
    await publish('d')
    const late: string[] = []
    await world.consume(db, async (event) => void late.push(textOf(event)), { name: 'late' })
    await eventually(() => late.length === 4 && early.length === 4)
    expect([early, late]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b', 'c', 'd'],
    ])
  })

  test('that lost its end is filled again', async () => {
    const relay = await world.relay(db)
    await publish('a')
    await eventually(async () => (await unsentCount(database)) === 0)
    await relay.stop()
    const [before] = await sentAt()
    // What the relay remembers lies beyond what the server has.
    await database.rows('update workflow.relay_state set stream_last_seq = stream_last_seq + 10')
    await world.relay(db)
    await eventually(async () => {
      const [after] = await sentAt()
      return after !== null && after !== before
    })
  })

  test('that is away delays events and loses none', async () => {
    const seen: string[] = []
    await world.consume(db, async (event) => void seen.push(textOf(event)))
    await world.relay(db)
    await eventually(async () => (await database.rows('select 1 from workflow.relay_state')).length === 1)
    await world.nats!.kill()
    for (const text of ['a', 'b']) await publish(text)
    await world.nats!.restart()
    await eventually(() => seen.length === 2)
    expect(seen).toEqual(['a', 'b'])
  })
})
