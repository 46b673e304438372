import type { AuditEntryView, ChangeRecord, ExportAuditEntries, Input } from '@linkflow/contracts'
import type { Cursor, Reader, Transaction } from '@linkflow/postgres'

/** Which entries are meant. */
export type AuditQuery = Omit<Input<typeof ExportAuditEntries>, 'id' | 'format'>

interface EntryRow {
  id: string
  at: Date
  user_id: string
  user_name: string | null
  api_key_id: string | null
  action: string
  resource: string | null
  ip: string | null
  user_agent: string | null
}

/** Enters what a service told. */
export async function insertAuditEntry(tx: Transaction, entry: ChangeRecord): Promise<void> {
  const { id, at, userId, apiKeyId, action, resource, ip, userAgent } = entry
  await tx.execute(
    `insert into audit_entries (workspace_id, id, at, user_id, api_key_id, action, resource, ip, user_agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [tx.workspaceId, id, at, userId, apiKeyId, action, resource, ip, userAgent],
  )
}

/** Newest first, at most so many. */
export async function listAuditEntries(
  reader: Reader,
  { userId, action, resource, from, to }: AuditQuery,
  { after, limit }: { after?: Cursor; limit: number },
): Promise<AuditEntryView[]> {
  const rows = await reader.query<EntryRow>(
    `select e.id, e.at, e.user_id, m.name as user_name, e.api_key_id, e.action, e.resource, e.ip, e.user_agent
     from audit_entries e left join workspace_members m on m.workspace_id = e.workspace_id and m.user_id = e.user_id
     where e.workspace_id = $1
       and ($2::uuid is null or e.user_id = $2)
       and ($3::text is null or e.action like $3)
       and ($4::text is null or e.resource = $4)
       and ($5::timestamptz is null or e.at >= $5)
       and ($6::timestamptz is null or e.at < $6)
       and ($7::timestamptz is null or (e.at, e.id) < ($7, $8::uuid))
     order by e.at desc, e.id desc limit $9`,
    [reader.workspaceId, userId, action && patternOf(action), resource, from, to, after?.at, after?.id, limit],
  )
  return rows.map(viewOf)
}

/** Of one operation, or of all operations of a service: as a prefix, which the index finds. */
function patternOf(action: string): string {
  const exact = action.replace(/[\\%_]/g, '\\$&')
  return action.includes('.') ? exact : `${exact}.%`
}

function viewOf(row: EntryRow): AuditEntryView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    userId: row.user_id,
    userName: row.user_name ?? undefined,
    apiKeyId: row.api_key_id ?? undefined,
    action: row.action,
    resource: row.resource ?? undefined,
    ip: row.ip ?? undefined,
    userAgent: row.user_agent ?? undefined,
  }
}
