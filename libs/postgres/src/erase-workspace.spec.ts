import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import type { Database } from './database.js'
import { sweepErased } from './erase-consumer.js'
import { eraseWorkspace } from './erase-workspace.js'
import { EventWorld, textOf } from './events.fixture.js'
import { EmptyDatabase, NoteWritten, eventually, gate } from './notes.fixture.js'

let database: EmptyDatabase
let world: EventWorld
let db: Database
beforeAll(async () => {
  database = await EmptyDatabase.withNotes(process.env.LINKFLOW_TEST_POSTGRES)
})
afterAll(() => database?.drop())
beforeEach(async () => {
  world = await EventWorld.start('local', database)
  db = await database.open()
})
afterEach(() => world.stop())

const TABLES = ['notes', 'shared_notes', 'outbox', 'event_sequences', 'idempotency_keys']

/** A row in every table there is. */
const fill = (workspaceId: string) =>
  db.transact({ workspaceId, idempotency: { contract: 'c', key: 'k', bodyHash: 'h' } }, async (tx) => {
    for (const table of ['notes', 'shared_notes'])
      await tx.execute(`insert into ${table} (workspace_id, text) select $1, 'x' from generate_series(1, 10)`, [
        workspaceId,
      ])
    await tx.publish(NoteWritten, 'k', { text: 'x' })
  })

async function counts(workspaceId: string): Promise<number[]> {
  const parts = TABLES.map((table) => `(select count(*)::int from workflow.${table} where workspace_id = $1)`)
  const [row] = await database.rows<{ n: number[] }>(`select array[${parts.join(', ')}] as n`, [workspaceId])
  return row!.n
}

test('all rows of a workspace go from every table, and nobody else’s', async () => {
  const [gone, stays] = [newId(), newId()]
  for (const id of [gone, stays]) await fill(id)
  const before = await counts(stays)
  expect(before).toEqual([10, 10, 1, 1, 1])
  await eraseWorkspace(db, gone)
  expect(await counts(gone)).toEqual([0, 0, 0, 0, 0])
  expect(await counts(stays)).toEqual(before)
  await eraseWorkspace(db, gone)
})

test('more than one statement deletes go as well', async () => {
  const workspaceId = newId()
  for (const table of ['notes', 'shared_notes'])
    await database.rows(
      `insert into workflow.${table} (workspace_id, text) select $1, 'x' from generate_series(1, 12000)`,
      [workspaceId],
    )
  await eraseWorkspace(db, workspaceId)
  expect(await counts(workspaceId)).toEqual([0, 0, 0, 0, 0])
})

test('what no index leads to goes with what it hangs on, in every partition', async () => {
  const [gone, stays] = [newId(), newId()]
  await database.rows(
    `insert into workflow.runs select n, case n % 2 when 0 then $1::uuid else $2::uuid end from generate_series(0, 999) n`,
    [gone, stays],
  )
  await database.rows(
    `insert into workflow.run_steps select id, seq, workspace_id from workflow.runs, generate_series(1, 3) seq`,
  )
  await eraseWorkspace(db, gone)
  const left = await database.rows(
    `select 'runs' as name, workspace_id as of, count(*)::int as n from workflow.runs group by 2
     union all select 'steps', workspace_id, count(*)::int from workflow.run_steps group by 2 order by 1`,
  )
  expect(left).toEqual([
    { name: 'runs', of: stays, n: 500 },
    { name: 'steps', of: stays, n: 1500 },
  ])
})

test('it stops between two steps when it is told to, and goes on later', async () => {
  const workspaceId = newId()
  await fill(workspaceId)
  await database.rows(
    `insert into workflow.shared_notes (workspace_id, text) select $1, 'x' from generate_series(1, 12000)`,
    [workspaceId],
  )
  const left: number[] = []
  const untilNotesGo = async () => {
    left.push((await counts(workspaceId))[1]!)
    return left.at(-1) === left[0]
  }
  expect(await eraseWorkspace(db, workspaceId, untilNotesGo)).toBe(false)
  expect(left.at(-1)).toBe(7010)
  expect(await eraseWorkspace(db, workspaceId)).toBe(true)
  expect(await counts(workspaceId)).toEqual([0, 0, 0, 0, 0])
})

test('its dead letters go, and nobody else’s', async () => {
  const [gone, stays] = [newId(), newId()]
  for (const id of [gone, stays])
    await database.rows(
      `insert into workflow.dead_letters (consumer, message_id, subject, data, attempts, code, message)
       values ('c', $1, $2, '', 8, 'x', 'x')`,
      [newId(), `${NoteWritten.subject}.${id}`],
    )
  await eraseWorkspace(db, gone)
  const left = await database.rows<{ subject: string }>('select subject from workflow.dead_letters')
  expect(left).toEqual([{ subject: `${NoteWritten.subject}.${stays}` }])
})

test('what is written by those who did not know is swept away', async () => {
  const workspaceId = newId()
  await eraseWorkspace(db, workspaceId)
  await fill(workspaceId)
  await sweepErased(db)
  expect(await counts(workspaceId)).toEqual([0, 0, 0, 0, 0])
})

test('one process sweeps at a time, and none that stops', async () => {
  const workspaceId = newId()
  await eraseWorkspace(db, workspaceId)
  await fill(workspaceId)
  expect(await sweepErased(db, () => true)).toBe(false)
  await database.rows(`select pg_advisory_lock(hashtext('linkflow/sweep/workflow'))`)
  expect(await sweepErased(db)).toBe(false)
  expect((await counts(workspaceId))[0]).toBe(10)
  await database.rows(`select pg_advisory_unlock(hashtext('linkflow/sweep/workflow'))`)
  expect(await sweepErased(db)).toBe(true)
})

describe('events of an erased workspace', () => {
  const publish = (workspaceId: string, text: string) =>
    db.transact({ workspaceId }, (tx) => tx.publish(NoteWritten, 'k', { text }))

  test('are ignored', async () => {
    const [gone, stays] = [newId(), newId()]
    const seen: string[] = []
    await world.consume(db, async (event) => void seen.push(textOf(event)))
    await eraseWorkspace(db, gone)
    await publish(gone, 'late')
    await publish(stays, 'other')
    await world.relay(db)
    await eventually(
      async () => (await database.rows('select 1 from workflow.outbox where sent_at is null')).length === 0,
    )
    expect(seen).toEqual(['other'])
  })

  test('that are being consumed are waited for, so that what that writes goes too', async () => {
    const workspaceId = newId()
    const [entered, leave] = [gate(), gate()]
    await world.consume(db, async (_event, _workspaceId, tx) => {
      entered.open()
      await leave.promise
      await tx.execute(`insert into notes (workspace_id, text) values ($1, 'late')`, [workspaceId])
    })
    await publish(workspaceId, 'x')
    await world.relay(db)
    await entered.promise
    const erased = eraseWorkspace(db, workspaceId)
    await eventually(
      async () =>
        (await database.rows(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0,
    )
    leave.open()
    await erased
    expect((await counts(workspaceId))[0]).toBe(0)
  })
})
