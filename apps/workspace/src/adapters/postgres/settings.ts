import { WorkspaceNotFound } from '@linkflow/contracts'
import type { WorkspaceSettings } from '@linkflow/contracts'
import type { Reader, Transaction } from '@linkflow/postgres'

/** @throws WorkspaceNotFound */
export async function readSettings(reader: Reader): Promise<WorkspaceSettings> {
  const [row] = await reader.query<{ time_zone: string | null }>(
    `select time_zone from workspaces where workspace_id = $1`,
    [reader.workspaceId],
  )
  if (!row) throw WorkspaceNotFound()
  return row.time_zone === null ? {} : { timeZone: row.time_zone }
}

export async function writeSettings(tx: Transaction, { timeZone }: WorkspaceSettings): Promise<void> {
  await tx.execute(`update workspaces set time_zone = $2 where workspace_id = $1`, [tx.workspaceId, timeZone ?? null])
}
