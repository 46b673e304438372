import { afterEach, describe, expect, test } from '@jest/globals'
import { event, internal, request } from '@linkflow/contracts'
import type { EventData, Input } from '@linkflow/contracts'
import { Messaging } from '@linkflow/messaging'
import { Database, createMessaging, isolateTable } from '@linkflow/postgres'
import type { ServiceSchema, Transaction } from '@linkflow/postgres'
import { Handles, Listens, defineService } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { newId } from '@linkflow/kernel'
import type { WorkspaceContext } from '@linkflow/kernel'
import { Inject } from '@nestjs/common'
import type { QueryRunner } from 'typeorm'
import { z } from 'zod'
import { contexts } from './contexts.js'
import { startServices } from './start-services.js'
import type { TestServices } from './start-services.js'
import { until } from './until.js'

const NoteWritten = event('workflow', 'note-written', 1, { summary: 'x', data: z.object({ text: z.string() }) })
const WriteNote = request('workflow', 'write-note', {
  summary: 'x',
  access: 'workflow:update',
  input: z.object({ text: z.string() }),
  output: z.object({ id: z.int() }),
  idempotent: true,
})
const ListNotes = request('workflow', 'list-notes', {
  summary: 'x',
  access: internal('webhook'),
  input: z.object({}),
  output: z.object({ texts: z.array(z.string()) }),
})
const CountNotes = request('webhook', 'count-notes', {
  summary: 'x',
  access: 'workflow:read',
  input: z.object({}),
  output: z.object({ written: z.int(), heard: z.int() }),
})

const schemaOf = (service: 'workflow' | 'webhook', table: string): ServiceSchema => ({
  service,
  entities: [],
  migrations: [
    createMessaging(service),
    class CreateTable1700000000001 {
      static readonly compatibility = 'compatible'
      name = 'CreateTable1700000000001'
      async up(runner: QueryRunner) {
        await runner.query(
          `create table ${table} (workspace_id uuid not null, id serial primary key, text text not null)`,
        )
        await isolateTable(runner, table, { service })
      }
      async down(runner: QueryRunner) {
        await runner.query(`drop table ${table}`)
      }
    },
  ],
})

@Handles(WriteNote)
class WriteNoteHandler {
  constructor(@Inject(Database) private readonly db: Database) {}
  handle({ text }: Input<typeof WriteNote>, ctx: WorkspaceContext) {
    return this.db.transact(ctx, async (tx) => {
      const insert = 'insert into notes (workspace_id, text) values ($1, $2) returning id'
      const [note] = await tx.query<{ id: number }>(insert, [tx.workspaceId, text])
      await tx.publish(NoteWritten, String(note!.id), { text })
      return { id: note!.id }
    })
  }
}

@Handles(ListNotes)
class ListNotesHandler {
  constructor(@Inject(Database) private readonly db: Database) {}
  handle(_input: object, ctx: WorkspaceContext) {
    return this.db.read(ctx, async (reader) => {
      const rows = await reader.query<{ text: string }>('select text from notes order by id')
      return { texts: rows.map(({ text }) => text) }
    })
  }
}

@Handles(CountNotes)
class CountNotesHandler {
  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(Database) private readonly db: Database,
  ) {}
  async handle(_input: object, ctx: WorkspaceContext) {
    const { texts } = await this.messaging.call(ListNotes, {}, ctx)
    const heard = await this.db.read(ctx, (reader) => reader.query('select 1 from heard'))
    return { written: texts.length, heard: heard.length }
  }
}

@Listens(NoteWritten, 'hear-notes')
class HearNotes {
  async on({ text }: EventData<typeof NoteWritten>, { workspaceId }: EventInfo, tx: Transaction) {
    await tx.execute('insert into heard (workspace_id, text) values ($1, $2)', [workspaceId, text])
  }
}

const workflow = defineService({
  name: 'workflow',
  contracts: [WriteNote, ListNotes],
  handlers: [WriteNoteHandler, ListNotesHandler],
  schema: schemaOf('workflow', 'notes'),
})
const webhook = defineService({
  name: 'webhook',
  contracts: [CountNotes],
  handlers: [CountNotesHandler],
  listeners: [HearNotes],
  schema: schemaOf('webhook', 'heard'),
})

let services: TestServices | undefined
afterEach(async () => {
  await services?.close()
  services = undefined
})

describe.each(['local', 'nats'] as const)('services over %s', (transport) => {
  test('call one another, hear of one another, and keep workspaces apart', async () => {
    const { call } = (services = await startServices([workflow, webhook], { transport }))
    const ann = contexts.user()
    const bob = contexts.user()
    for (const text of ['a', 'b']) await call(WriteNote, { text }, ann)
    await until('both events are heard', async () => (await call(CountNotes, {}, ann)).heard === 2)
    expect(await call(CountNotes, {}, ann)).toEqual({ written: 2, heard: 2 })
    expect(await call(CountNotes, {}, bob)).toEqual({ written: 0, heard: 0 })
  })

  test('are called as whom the context names', async () => {
    const { call } = (services = await startServices([workflow], { transport }))
    const ann = contexts.user()
    const asService = (id: string) => call(ListNotes, {}, contexts.service(id, ann.workspaceId))
    await expect(asService('webhook')).resolves.toEqual({ texts: [] })
    await expect(asService('node')).rejects.toMatchObject({ code: 'auth/forbidden' })
    await expect(call(ListNotes, {}, ann)).rejects.toMatchObject({ code: 'auth/forbidden' })
    const viewer = contexts.user({ role: 'viewer' })
    await expect(call(WriteNote, { text: 'x' }, viewer)).rejects.toMatchObject({ code: 'auth/forbidden' })
    await expect(call(WriteNote, { text: 'x' }, contexts.anonymous())).rejects.toMatchObject({
      code: 'auth/unauthenticated',
    })
  })

  test('answer a repeated Idempotency-Key with the first answer', async () => {
    const { call } = (services = await startServices([workflow], { transport }))
    const ann = contexts.user({ idempotency: { contract: '', key: newId(), bodyHash: 'h' } })
    const first = await call(WriteNote, { text: 'a' }, ann)
    expect(await call(WriteNote, { text: 'a' }, ann)).toEqual(first)
  })

  test('that close finish what they publish and can be started again', async () => {
    services = await startServices([workflow, webhook], { transport })
    const { call, running, host } = services
    const ann = contexts.user()
    await running.get('webhook')!.close()
    await call(WriteNote, { text: 'a' }, ann)
    running.set('webhook', await webhook.start(host('webhook')))
    await until('the event is heard', async () => (await call(CountNotes, {}, ann)).heard === 1)
  })
})

test('services that do not start leave no connection to the database', async () => {
  const broken = defineService({
    name: 'webhook',
    contracts: [CountNotes],
    handlers: [],
    schema: schemaOf('webhook', 'heard'),
  })
  await expect(startServices([workflow, broken])).rejects.toThrow('No handler for req.webhook.count-notes.v1')
})
