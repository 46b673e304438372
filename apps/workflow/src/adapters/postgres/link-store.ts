import { Inject, Injectable } from '@nestjs/common'
import { LinkNotFound, WorkflowNotFound } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Cursor, Opening, Reader } from '@linkflow/postgres'
import type { Link } from '../../domain/link.js'
import type { WorkflowPlace } from './workflow-store.js'

interface LinkRow {
  id: string
  created_at: Date
  created_by: string
}

/** The public links to the workflows of one workspace. */
@Injectable()
export class LinkStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * At most `limit` links after the cursor, newest first.
   *
   * @throws WorkflowNotFound
   */
  list(ctx: Opening, workflowId: string, after: Cursor | undefined, limit: number): Promise<Link[]> {
    return this.database.read(ctx, async (reader) => {
      await assertWorkflow(reader, workflowId)
      const rows = await reader.query<LinkRow>(
        `select id, created_at, created_by from workflow_shares
         where workspace_id = $1 and workflow_id = $2 and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5`,
        [reader.workspaceId, workflowId, after?.at ?? null, after?.id ?? null, limit],
      )
      return rows.map(({ id, created_at, created_by }) => ({ id, createdAt: created_at, createdBy: created_by }))
    })
  }

  /** @throws WorkflowNotFound */
  insert(ctx: Opening, workflowId: string, link: Link, tokenHash: Buffer): Promise<void> {
    return this.database.transact(ctx, async (tx) => {
      await assertWorkflow(tx, workflowId)
      await tx.query(
        `insert into workflow_shares (workspace_id, id, workflow_id, token_hash, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6)`,
        [tx.workspaceId, link.id, workflowId, tokenHash, link.createdAt, link.createdBy],
      )
    })
  }

  /** @throws WorkflowNotFound | LinkNotFound */
  delete(ctx: Opening, workflowId: string, id: string): Promise<void> {
    return this.database.transact(ctx, async (tx) => {
      await assertWorkflow(tx, workflowId)
      const deleted = await tx.execute(
        `delete from workflow_shares where workspace_id = $1 and workflow_id = $2 and id = $3`,
        [tx.workspaceId, workflowId, id],
      )
      if (deleted === 0) throw LinkNotFound()
    })
  }

  /** The workflow a link shows, whosever it is; undefined when there is no such link. */
  find(tokenHash: Buffer): Promise<WorkflowPlace | undefined> {
    return this.database.system('public link', async (tx) => {
      const [place] = await tx.query<{ workspaceId: string; id: string }>(
        `select workspace_id as "workspaceId", workflow_id as id from workflow_shares where token_hash = $1`,
        [tokenHash],
      )
      return place
    })
  }
}

async function assertWorkflow(reader: Reader, id: string): Promise<void> {
  const place = [reader.workspaceId, id]
  const found = await reader.query(`select 1 from workflows where workspace_id = $1 and id = $2`, place)
  if (found.length === 0) throw WorkflowNotFound()
}
