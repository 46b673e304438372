import { Inject } from '@nestjs/common'
import { ExportAuditEntries, MAX_EXPORTED_ENTRIES } from '@linkflow/contracts'
import type { Input, RawReply } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { listAuditEntries } from '../adapters/postgres/audit-entries.js'
import { toCsv, toNdjson } from '../domain/audit-file.js'
import { ownWorkspace } from '../domain/own-workspace.js'

const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8' }

@Handles(ExportAuditEntries)
export class ExportAuditEntriesHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id, format, ...query }: Input<typeof ExportAuditEntries>, ctx: RequestContext): Promise<RawReply> {
    const entries = await this.database.read(ownWorkspace(id, ctx), (reader) =>
      listAuditEntries(reader, query, { limit: MAX_EXPORTED_ENTRIES }),
    )
    return {
      status: 200,
      headers: {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="audit-entries.${format}"`,
        'cache-control': 'no-store',
      },
      body: format === 'csv' ? toCsv(entries) : toNdjson(entries),
    }
  }
}
