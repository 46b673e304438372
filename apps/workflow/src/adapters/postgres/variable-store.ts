import { Inject, Injectable } from '@nestjs/common'
import { MAX_VARIABLES, VARIABLES_BYTES, VariablesFull, WorkflowNotFound } from '@linkflow/contracts'
import type { VariableValue } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Opening, Reader, Transaction } from '@linkflow/postgres'
import type { Variable } from '../../domain/variable.js'

interface VariableRow {
  name: string
  value: string
  updated_at: Date
}

/** Whose variables: a workflow's, or the workspace's when none is told. */
type Scope = string | undefined

/** The variables of one workspace and of its workflows. */
@Injectable()
export class VariableStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * At most `limit` variables after a name, by name.
   *
   * @throws WorkflowNotFound
   */
  list(ctx: Opening, scope: Scope, after: string, limit: number): Promise<Variable[]> {
    return this.database.read(ctx, async (reader) => {
      await assertScope(reader, scope)
      const rows = await reader.query<VariableRow>(
        `select name, value, updated_at from variables
         where workspace_id = $1 and workflow_id is not distinct from $2 and name > $3 collate "C"
         order by name collate "C" limit $4`,
        [reader.workspaceId, scope ?? null, after, limit],
      )
      return rows.map(toVariable)
    })
  }

  /**
   * What an execution of the workflow sees: the workspace's variables, and its own over them.
   *
   * @throws WorkflowNotFound
   */
  seenBy(ctx: Opening, workflowId: string): Promise<Record<string, VariableValue>> {
    return this.database.read(ctx, async (reader) => {
      await assertScope(reader, workflowId)
      const rows = await reader.query<VariableRow>(
        `select name, value, updated_at from variables
         where workspace_id = $1 and (workflow_id is null or workflow_id = $2) order by workflow_id nulls first`,
        [reader.workspaceId, workflowId],
      )
      return Object.fromEntries(rows.map(toVariable).map(({ name, value }) => [name, value]))
    })
  }

  /** @throws WorkflowNotFound | VariablesFull */
  set(ctx: Opening, scope: Scope, { name, value, updatedAt }: Variable): Promise<void> {
    return this.database.transact(ctx, async (tx) => {
      await assertScope(tx, scope)
      // Two that are set at once would each find room for one.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('workflow/variables/' || $1::text, 0))`, [
        tx.workspaceId,
      ])
      await tx.query(
        `insert into variables (workspace_id, workflow_id, name, value, updated_at) values ($1, $2, $3, $4, $5)
         on conflict (workspace_id, workflow_id, name) do update set value = excluded.value, updated_at = excluded.updated_at`,
        [tx.workspaceId, scope ?? null, name, JSON.stringify(value), updatedAt],
      )
      await assertRoom(tx, scope)
    })
  }

  /**
   * Tells whether there was one.
   *
   * @throws WorkflowNotFound
   */
  delete(ctx: Opening, scope: Scope, name: string): Promise<boolean> {
    return this.database.transact(ctx, async (tx) => {
      await assertScope(tx, scope)
      const deleted = await tx.execute(
        `delete from variables where workspace_id = $1 and workflow_id is not distinct from $2 and name = $3`,
        [tx.workspaceId, scope ?? null, name],
      )
      return deleted > 0
    })
  }
}

async function assertScope(reader: Reader, scope: Scope): Promise<void> {
  if (scope === undefined) return
  const found = await reader.query(`select 1 from workflows where workspace_id = $1 and id = $2`, [
    reader.workspaceId,
    scope,
  ])
  if (found.length === 0) throw WorkflowNotFound()
}

async function assertRoom(tx: Transaction, scope: Scope): Promise<void> {
  const [sum] = await tx.query<{ count: number; bytes: number }>(
    `select count(*)::int as count, sum(octet_length(name) + octet_length(value))::int as bytes from variables
     where workspace_id = $1 and workflow_id is not distinct from $2`,
    [tx.workspaceId, scope ?? null],
  )
  if ((sum?.count ?? 0) > MAX_VARIABLES || (sum?.bytes ?? 0) > VARIABLES_BYTES)
    throw VariablesFull({ limit: MAX_VARIABLES, limitBytes: VARIABLES_BYTES })
}

function toVariable({ name, value, updated_at }: VariableRow): Variable {
  return { name, value: JSON.parse(value), updatedAt: updated_at }
}
