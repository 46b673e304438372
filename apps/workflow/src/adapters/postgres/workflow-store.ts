import { Inject, Injectable } from '@nestjs/common'
import { Database } from '@linkflow/postgres'
import type { Opening } from '@linkflow/postgres'
import { WorkflowReader } from './workflow-reader.js'
import { WorkflowWriter } from './workflow-writer.js'

/** A workflow, wherever it belongs. */
export interface WorkflowPlace {
  workspaceId: string
  id: string
}

/** The workflow service's data, opened for one workspace. */
@Injectable()
export class WorkflowStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  read<T>(ctx: Opening, fn: (reader: WorkflowReader) => Promise<T>): Promise<T> {
    return this.database.read(ctx, (reader) => fn(new WorkflowReader(reader)))
  }

  transact<T>(ctx: Opening, fn: (tx: WorkflowWriter) => Promise<T>): Promise<T> {
    return this.database.transact(ctx, (tx) => fn(new WorkflowWriter(tx)))
  }

  /** Workflows of all workspaces whose activation or deactivation began before `before` and did not end. */
  listUnfinished(before: Date, limit: number): Promise<WorkflowPlace[]> {
    return this.database.system('unfinished activations', (tx) =>
      tx.query<{ workspaceId: string; id: string }>(
        `select workspace_id as "workspaceId", id from workflows
         where transition is not null and transition_at <= $1 order by transition_at limit $2`,
        [before, limit],
      ),
    )
  }
}
