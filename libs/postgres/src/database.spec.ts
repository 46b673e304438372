import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Unavailable, newId } from '@linkflow/kernel'
import type { Database } from './database.js'
import { EmptyDatabase, NoteWritten } from './notes.fixture.js'

let empty: EmptyDatabase
let db: Database
const ann = { workspaceId: newId() }
const bob = { workspaceId: newId() }

beforeAll(async () => {
  empty = await EmptyDatabase.withNotes(process.env.LINKFLOW_TEST_POSTGRES)
  db = await empty.open()
})
afterAll(() => empty?.drop())
beforeEach(() => empty.rows('truncate workflow.notes, workflow.shared_notes, workflow.secrets, workflow.outbox'))

const write = (who: typeof ann, text: string, table = 'notes') =>
  db.transact(who, (tx) =>
    tx.execute(`insert into ${table} (workspace_id, text) values ($1, $2)`, [who.workspaceId, text]),
  )
const textsOf = (who: typeof ann, table = 'notes') =>
  db.read(who, async (reader) =>
    (await reader.query<{ text: string }>(`select text from ${table} order by id`)).map(({ text }) => text),
  )

describe('a workspace', () => {
  test('reads what it wrote, and nothing of another', async () => {
    await write(ann, 'a')
    await write(bob, 'b')
    expect(await textsOf(ann)).toEqual(['a'])
    expect(await textsOf(bob)).toEqual(['b'])
  })

  test('cannot write for another', async () => {
    const forged = db.transact(ann, (tx) =>
      tx.execute(`insert into notes (workspace_id, text) values ($1, 'x')`, [bob.workspaceId]),
    )
    await expect(forged).rejects.toThrow('row-level security')
    await write(bob, 'b')
    const changed = await db.transact(ann, (tx) => tx.execute(`update notes set text = 'x'`))
    const deleted = await db.transact(ann, (tx) => tx.execute(`delete from notes`))
    expect([changed, deleted]).toEqual([0, 0])
    const moved = write(ann, 'a').then(() =>
      db.transact(ann, (tx) => tx.execute(`update notes set workspace_id = $1`, [bob.workspaceId])),
    )
    await expect(moved).rejects.toThrow('row-level security')
    expect(await textsOf(bob)).toEqual(['b'])
  })

  test('cannot publish for another', async () => {
    await expect(
      db.transact(ann, (tx) => tx.publish(NoteWritten, newId(), { text: 'x' }, bob.workspaceId)),
    ).rejects.toThrow('row-level security')
  })

  test('must be named', async () => {
    for (const workspaceId of [undefined, '', 'x', `${newId()}'; drop table notes; --`]) {
      await expect(db.read({ workspaceId }, async () => 1)).rejects.toThrow('without a workspace')
      await expect(db.transact({ workspaceId }, async () => 1)).rejects.toThrow('without a workspace')
    }
  })

  test('is forgotten when the transaction ends', async () => {
    await write(ann, 'a')
    const { dataSource } = await empty.open({ poolSize: 1 })
    await db.read(ann, async () => 1)
    expect(await dataSource.query('select * from notes')).toEqual([])
    await expect(
      dataSource.query(`insert into notes (workspace_id, text) values ($1, 'x')`, [ann.workspaceId]),
    ).rejects.toThrow('row-level security')
  })

  test('reaches no table that belongs to none', async () => {
    await expect(db.transact(ann, (tx) => tx.execute(`insert into secrets values ('s')`))).rejects.toThrow(
      'row-level security',
    )
    await db.system('test', (tx) => tx.execute(`insert into secrets values ('s')`))
    expect(await db.read(ann, (reader) => reader.query('select * from secrets'))).toEqual([])
  })

  test('is bound although it owns the tables', async () => {
    await write(ann, 'a')
    const [{ forced }] = (await empty.rows<{ forced: boolean }>(
      `select bool_and(relforcerowsecurity) as forced from pg_class where relname in ('notes', 'shared_notes', 'secrets')`,
    )) as [{ forced: boolean }]
    expect(forced).toBe(true)
  })
})

test('a reader cannot write, not even by a statement of its own', async () => {
  await expect(
    db.read(ann, (reader) =>
      reader.query(`insert into notes (workspace_id, text) values ($1, 'x')`, [ann.workspaceId]),
    ),
  ).rejects.toThrow('read-only transaction')
})

describe('the system', () => {
  test('reaches only tables that say so', async () => {
    await write(ann, 'a')
    await write(ann, 's', 'shared_notes')
    await write(bob, 't', 'shared_notes')
    const seen = await db.system('test', async (tx) => [
      (await tx.query('select * from notes')).length,
      (await tx.query('select * from shared_notes')).length,
    ])
    expect(seen).toEqual([0, 2])
    await expect(
      db.system('test', (tx) =>
        tx.execute(`insert into notes (workspace_id, text) values ($1, 'x')`, [ann.workspaceId]),
      ),
    ).rejects.toThrow('row-level security')
  })

  test('belongs to no workspace', async () => {
    await expect(db.system('test', async (tx) => tx.workspaceId)).rejects.toThrow('no workspace')
    await expect(db.system('test', (tx) => tx.publish(NoteWritten, newId(), { text: 'x' }))).rejects.toThrow(
      'no workspace',
    )
  })

  test('gives a reason that cannot break out of its statement', async () => {
    const [row] = await db.system(`it's; rollback; --`, (tx) =>
      tx.query<{ reason: string; role: string }>(
        `select current_setting('app.system') as reason, current_user as role`,
      ),
    )
    expect(row).toEqual({ reason: 'its; rollback; --', role: 'linkflow_workflow_system' })
  })

  test('is left when the transaction ends', async () => {
    const single = await empty.open({ poolSize: 1 })
    await single.system('test', async () => 1)
    const [row] = await single.dataSource.query(
      `select current_user as role, current_setting('app.system', true) as reason`,
    )
    expect(row).toEqual({ role: 'linkflow_workflow', reason: '' })
  })
})

describe('a transaction', () => {
  test('writes all or nothing', async () => {
    const failed = db.transact(ann, async (tx) => {
      await tx.execute(`insert into notes (workspace_id, text) values ($1, 'x')`, [ann.workspaceId])
      await tx.publish(NoteWritten, newId(), { text: 'x' })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await textsOf(ann)).toEqual([])
    expect(await empty.rows('select 1 from workflow.outbox')).toEqual([])
  })

  test('that swallowed a failed statement is not taken for written', async () => {
    const swallowed = db.transact(ann, async (tx) => {
      await tx.execute(`insert into notes (workspace_id, text) values ($1, 'x')`, [ann.workspaceId])
      await tx.query('select 1 / 0').catch(() => undefined)
      return 'done'
    })
    await expect(swallowed).rejects.toThrow('nothing was written')
    expect(await textsOf(ann)).toEqual([])
  })

  test('wakes the relay after it has published and committed', async () => {
    let woken = 0
    const other = await empty.open()
    other.onPublished(() => woken++)
    await other.transact(ann, async () => 1)
    await other
      .transact(ann, (tx) => tx.publish(NoteWritten, 'k', { text: 'x' }).then(() => Promise.reject(new Error())))
      .catch(() => 0)
    expect(woken).toBe(0)
    await other.transact(ann, (tx) => tx.publish(NoteWritten, 'k', { text: 'x' }))
    await other.system('test', (tx) => tx.publish(NoteWritten, 'k', { text: 'x' }, ann.workspaceId))
    expect(woken).toBe(2)
  })

  test('numbers the events of a key without a gap, whoever publishes at once', async () => {
    const key = newId()
    const publish = (n: number) => db.transact(ann, (tx) => tx.publish(NoteWritten, key, { text: String(n) }))
    await Promise.all(Array.from({ length: 20 }, (_, n) => publish(n)))
    const rows = await empty.rows<{ seq: string }>(
      'select key_seq as seq from workflow.outbox where key = $1 order by position',
      [key],
    )
    expect(rows.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  })

  test('says who caused an event', async () => {
    const userId = newId()
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
    const ctx = { ...ann, traceparent, principal: { kind: 'user', id: userId, sessionId: newId() } as const }
    await db.transact(ctx, (tx) => tx.publish(NoteWritten, 'k', { text: 'x' }))
    const [row] = await empty.rows<{ headers: string }>('select headers from workflow.outbox')
    expect(JSON.parse(row!.headers)).toEqual({ traceparent, actor: `user:${userId}` })
  })

  test('refuses an event that no message could carry', async () => {
    await expect(
      db.transact(ann, (tx) => tx.publish(NoteWritten, 'k', { text: 'x'.repeat(512 * 1024) })),
    ).rejects.toMatchObject({ code: 'message/too-large' })
  })

  test('gives its connection back after a failure', async () => {
    const single = await empty.open({ poolSize: 1 })
    for (let i = 0; i < 3; i++) await single.transact(ann, (tx) => tx.query('select 1 / 0')).catch(() => undefined)
    expect(await single.read(ann, async () => 'free')).toBe('free')
  })
})

test('a database that is away is a service that is away', async () => {
  const other = await empty.open()
  await other.dataSource.destroy()
  const error = await other.read(ann, async () => 1).catch((thrown: unknown) => thrown)
  expect(Unavailable.is(error)).toBe(true)
})

test('connections that nobody uses stay open up to the number configured', async () => {
  const other = await empty.open({ poolSize: 6, idleConnections: 2, idleTimeoutMs: 1 })
  const { master } = other.dataSource.driver as unknown as { master: { totalCount: number; idleCount: number } }
  await Promise.all(Array.from({ length: 6 }, () => other.read(ann, (reader) => reader.query('select pg_sleep(0.05)'))))
  while (master.totalCount > 2 || master.idleCount !== master.totalCount)
    await new Promise((next) => setTimeout(next, 5))
  expect(master.totalCount).toBe(2)
})
