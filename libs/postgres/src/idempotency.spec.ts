import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { IdempotencyConflict, newId } from '@linkflow/kernel'
import type { Database } from './database.js'
import { EmptyDatabase, gate } from './notes.fixture.js'

let empty: EmptyDatabase
let db: Database
const workspaceId = newId()

beforeAll(async () => {
  empty = await EmptyDatabase.withNotes(process.env.LINKFLOW_TEST_POSTGRES)
  db = await empty.open()
})
afterAll(() => empty?.drop())

const keyed = (key: string, bodyHash = 'h', contract = 'workflow/write-note') => ({
  workspaceId,
  idempotency: { contract, key, bodyHash },
})

/** Writes a note and tells how often it ran. */
function writer() {
  const counter = {
    runs: 0,
    write: (ctx: ReturnType<typeof keyed>, before: () => Promise<unknown> = async () => 0) =>
      db.transact(ctx, async (tx) => {
        counter.runs += 1
        const [note] = await tx.query<{ id: number }>(
          `insert into notes (workspace_id, text) values ($1, 'x') returning id`,
          [tx.workspaceId],
        )
        await before()
        return { noteId: note!.id }
      }),
  }
  return counter
}

test('a repeat is given the first answer and does nothing', async () => {
  const counter = writer()
  const first = await counter.write(keyed('a'))
  expect(await counter.write(keyed('a'))).toEqual(first)
  expect(counter.runs).toBe(1)
})

test('another body under the same key is refused', async () => {
  const counter = writer()
  await counter.write(keyed('b'))
  const refused = await counter.write(keyed('b', 'other')).catch((error: unknown) => error)
  expect(IdempotencyConflict.is(refused)).toBe(true)
})

test('keys of another contract and of another workspace are other keys', async () => {
  const counter = writer()
  await counter.write(keyed('c'))
  await counter.write(keyed('c', 'h', 'workflow/other'))
  await counter.write({ ...keyed('c'), workspaceId: newId() })
  expect(counter.runs).toBe(3)
})

test('of many at once one runs, and all are given its answer', async () => {
  const counter = writer()
  const answers = await Promise.all(Array.from({ length: 6 }, () => counter.write(keyed('d'))))
  expect(counter.runs).toBe(1)
  expect(new Set(answers.map(({ noteId }) => noteId)).size).toBe(1)
})

test('who waits for a first one that fails runs instead', async () => {
  const counter = writer()
  const held = gate()
  const entered = gate()
  const first = counter.write(keyed('e'), async () => {
    entered.open()
    await held.promise
    throw new Error('no')
  })
  await entered.promise
  const second = counter.write(keyed('e'))
  held.open()
  await expect(first).rejects.toThrow('no')
  expect(await second).toEqual({ noteId: expect.any(Number) })
  expect(counter.runs).toBe(2)
})

test('an answer of nothing is remembered too', async () => {
  let runs = 0
  const nothing = () => db.transact(keyed('f'), async () => void (runs += 1))
  await nothing()
  await nothing()
  expect(runs).toBe(1)
})
