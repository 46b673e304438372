import { FolderNotFound, WorkflowNotFound } from '@linkflow/contracts'
import type { EventContract, EventData } from '@linkflow/contracts'
import type { Transaction } from '@linkflow/postgres'
import type { DraftRows } from '../../domain/draft.js'
import type { Version } from '../../domain/version.js'
import type { DraftedWorkflow, Transition, Workflow } from '../../domain/workflow.js'
import { WorkflowReader } from './workflow-reader.js'

/** Workflows and versions of one workspace, inside a transaction. */
export class WorkflowWriter extends WorkflowReader {
  constructor(private readonly tx: Transaction) {
    super(tx)
  }

  /**
   * The workflow with its draft, locked until commit. The lock is a statement of its own: one that waits for it would
   * read the draft of before the wait.
   *
   * @throws WorkflowNotFound
   */
  async lock(id: string): Promise<DraftedWorkflow> {
    await this.tx.query(`select 1 from workflows where workspace_id = $1 and id = $2 for update`, [
      this.tx.workspaceId,
      id,
    ])
    return this.getDrafted(id)
  }

  async insert(workflow: Workflow, draft: DraftRows): Promise<void> {
    await this.tx.query(
      `insert into workflows (workspace_id, id, name, settings, revision, active, generation, folder_id, created_at,
         updated_at)
       values ($1, $2, $3, $4, $5, false, $6, $7, $8, $8)`,
      [
        this.tx.workspaceId,
        workflow.id,
        workflow.name,
        draft.settings ?? null,
        workflow.revision,
        workflow.generation,
        workflow.folderId ?? null,
        workflow.createdAt,
      ],
    )
    if (workflow.tags.length > 0) await this.insertTags(workflow.id, workflow.tags)
    await this.insertDraft(workflow.id, draft)
  }

  /** Replaces the draft if it still is at `expected`; tells whether it was. */
  async replaceDraft(
    id: string,
    expected: number,
    change: { name: string; draft: DraftRows; now: Date },
  ): Promise<boolean> {
    const changed = await this.tx.execute(
      `update workflows set name = $4, settings = $5, revision = revision + 1, updated_at = $6
       where workspace_id = $1 and id = $2 and revision = $3`,
      [this.tx.workspaceId, id, expected, change.name, change.draft.settings ?? null, change.now],
    )
    if (changed === 0) return false
    for (const table of ['workflow_nodes', 'workflow_connections', 'workflow_uses'])
      await this.tx.query(`delete from ${table} where workspace_id = $1 and workflow_id = $2`, [
        this.tx.workspaceId,
        id,
      ])
    await this.insertDraft(id, change.draft)
    return true
  }

  /** Adds a version, which becomes the published one. */
  async insertVersion(version: Version): Promise<void> {
    await this.tx.query(
      `insert into workflow_versions (workspace_id, workflow_id, version, id, name, document, digest, revision, note,
         published_at, published_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        this.tx.workspaceId,
        version.workflowId,
        version.version,
        version.id,
        version.name,
        version.document,
        version.digest,
        version.revision,
        version.note ?? null,
        version.publishedAt,
        version.publishedBy,
      ],
    )
    await this.tx.query(
      `update workflows set published_version = $3, updated_at = $4 where workspace_id = $1 and id = $2`,
      [this.tx.workspaceId, version.workflowId, version.version, version.publishedAt],
    )
  }

  /** Opens the next generation: from now on older registrations are stale. */
  async beginTransition(id: string, transition: Transition, version: number | undefined, now: Date): Promise<void> {
    await this.tx.query(
      `update workflows set transition = $3, transition_at = $4, generation = generation + 1, active_version = $5,
         updated_at = $4
       where workspace_id = $1 and id = $2`,
      [this.tx.workspaceId, id, transition, now, version ?? null],
    )
  }

  /** How many workflows are active or about to be. Until the transaction ends nobody else in the workspace counts. */
  async countActive(): Promise<number> {
    const { workspaceId } = this.tx
    await this.tx.query(`select pg_advisory_xact_lock(hashtextextended('workflow/active/' || $1::text, 0))`, [
      workspaceId,
    ])
    const [row] = await this.tx.query<{ count: number }>(
      `select count(*)::int as count from workflows
       where workspace_id = $1 and case when transition is null then active else transition = 'activating' end`,
      [workspaceId],
    )
    return row?.count ?? 0
  }

  /** Closes a transition if no later one was opened; tells whether it was this caller who closed it. */
  async completeTransition(id: string, generation: number): Promise<boolean> {
    const changed = await this.tx.execute(
      `update workflows set active = (transition = 'activating'), transition = null, transition_at = null
       where workspace_id = $1 and id = $2 and generation = $3 and transition is not null`,
      [this.tx.workspaceId, id, generation],
    )
    return changed === 1
  }

  /** Replaces the tags. */
  async replaceTags(id: string, tags: readonly string[]): Promise<void> {
    await this.tx.query(`delete from workflow_tags where workspace_id = $1 and workflow_id = $2`, [
      this.tx.workspaceId,
      id,
    ])
    await this.insertTags(id, tags)
  }

  /** @throws FolderNotFound */
  async move(id: string, folderId: string | undefined): Promise<void> {
    const place = [this.tx.workspaceId, folderId ?? null]
    // Shared with other moves; a folder being deleted waits for it, or is gone.
    const found = await this.tx.query(`select 1 from folders where workspace_id = $1 and id = $2 for key share`, place)
    if (folderId !== undefined && found.length === 0) throw FolderNotFound()
    await this.tx.query(`update workflows set folder_id = $2 where workspace_id = $1 and id = $3`, [...place, id])
  }

  /** Into the archive at an instant, or out of it. */
  async setArchived(id: string, archivedAt: Date | undefined): Promise<void> {
    await this.tx.query(`update workflows set archived_at = $3 where workspace_id = $1 and id = $2`, [
      this.tx.workspaceId,
      id,
      archivedAt ?? null,
    ])
  }

  /** @throws WorkflowNotFound */
  async delete(id: string): Promise<void> {
    const deleted = await this.tx.execute(`delete from workflows where workspace_id = $1 and id = $2`, [
      this.tx.workspaceId,
      id,
    ])
    if (deleted === 0) throw WorkflowNotFound()
  }

  async publish<E extends EventContract>(event: E, workflowId: string, data: EventData<E>): Promise<void> {
    await this.tx.publish(event, workflowId, data)
  }

  private async insertTags(id: string, tags: readonly string[]): Promise<void> {
    await this.tx.query(
      `insert into workflow_tags (workspace_id, workflow_id, tag) select distinct $1::uuid, $2::uuid, unnest($3::text[])`,
      [this.tx.workspaceId, id, tags],
    )
  }

  private async insertDraft(id: string, { nodes, connections, uses }: DraftRows): Promise<void> {
    await this.tx.query(
      `insert into workflow_uses (workspace_id, workflow_id, kind, used)
       select distinct $1::uuid, $2::uuid, kind, used from unnest($3::text[], $4::text[]) as t(kind, used)`,
      [this.tx.workspaceId, id, uses.kinds, uses.used],
    )
    for (const [table, documents] of [
      ['workflow_nodes', nodes],
      ['workflow_connections', connections],
    ] as const)
      if (documents.length > 0)
        await this.tx.query(
          `insert into ${table} (workspace_id, workflow_id, position, document)
           select $1, $2, position, document from unnest($3::text[]) with ordinality as t(document, position)`,
          [this.tx.workspaceId, id, documents],
        )
  }
}
