import { Inject } from '@nestjs/common'
import { ListAuditEntries } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database, decodeCursor, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { listAuditEntries } from '../adapters/postgres/audit-entries.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(ListAuditEntries)
export class ListAuditEntriesHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle(
    { id, limit, cursor, ...query }: Input<typeof ListAuditEntries>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListAuditEntries>> {
    const place = { after: decodeCursor(cursor), limit: limit + 1 }
    const found = await this.database.read(ownWorkspace(id, ctx), (reader) => listAuditEntries(reader, query, place))
    return toPage(
      found,
      limit,
      (entry) => entry,
      (entry) => ({ at: entry.at, id: entry.id }),
    )
  }
}
