import { VersionNotFound, WorkflowNotFound } from '@linkflow/contracts'
import type { Cursor, Reader } from '@linkflow/postgres'
import type { Version } from '../../domain/version.js'
import type { DraftedWorkflow, Workflow } from '../../domain/workflow.js'
import { listParameters, listWorkflows } from './list-workflows.js'
import type { WorkflowFilter } from './list-workflows.js'
import { toDrafted, toVersion, toWorkflow } from './rows.js'
import type { DraftRow, VersionRow, WorkflowRow } from './rows.js'

const COLUMNS = `w.id, w.name, w.revision, w.active, w.transition, w.generation, w.active_version, w.published_version,
  array(select tag from workflow_tags t where t.workspace_id = w.workspace_id and t.workflow_id = w.id order by tag) as tags,
  w.folder_id, w.archived_at, w.created_at, w.updated_at`
const VERSION_COLUMNS = `id, workflow_id, version, name, digest, revision, note, published_at, published_by`

/** Workflows and versions of one workspace, to look at. */
export class WorkflowReader {
  constructor(protected readonly rows: Reader) {}

  /** @throws WorkflowNotFound */
  async get(id: string): Promise<Workflow> {
    const [row] = await this.rows.query<WorkflowRow>(
      `select ${COLUMNS} from workflows w where w.workspace_id = $1 and w.id = $2`,
      [this.rows.workspaceId, id],
    )
    if (!row) throw WorkflowNotFound()
    return toWorkflow(row)
  }

  /**
   * The workflow with its draft, in one statement: two could see different revisions.
   *
   * @throws WorkflowNotFound
   */
  async getDrafted(id: string): Promise<DraftedWorkflow> {
    const [row] = await this.rows.query<DraftRow>(
      `select ${COLUMNS}, w.settings,
         (select string_agg(document, ',' order by position) from workflow_nodes
          where workspace_id = w.workspace_id and workflow_id = w.id) as nodes,
         (select string_agg(document, ',' order by position) from workflow_connections
          where workspace_id = w.workspace_id and workflow_id = w.id) as connections
       from workflows w where w.workspace_id = $1 and w.id = $2`,
      [this.rows.workspaceId, id],
    )
    if (!row) throw WorkflowNotFound()
    return toDrafted(row)
  }

  /** At most `limit` workflows after the position. */
  async list(filter: WorkflowFilter, position: Cursor | undefined, limit: number): Promise<Workflow[]> {
    const rows = await this.rows.query<WorkflowRow>(
      listWorkflows(COLUMNS, filter.sort),
      listParameters(this.rows.workspaceId, filter, position, limit),
    )
    return rows.map(toWorkflow)
  }

  async findVersion(workflowId: string, version: number): Promise<Omit<Version, 'document'> | undefined> {
    const [row] = await this.rows.query<VersionRow>(
      `select ${VERSION_COLUMNS} from workflow_versions where workspace_id = $1 and workflow_id = $2 and version = $3`,
      [this.rows.workspaceId, workflowId, version],
    )
    return row && toVersion(row)
  }

  /** @throws VersionNotFound */
  async getVersion(workflowId: string, version: number): Promise<Version> {
    const [row] = await this.rows.query<VersionRow & { document: string }>(
      `select ${VERSION_COLUMNS}, document from workflow_versions
       where workspace_id = $1 and workflow_id = $2 and version = $3`,
      [this.rows.workspaceId, workflowId, version],
    )
    if (!row) throw VersionNotFound()
    return { ...toVersion(row), document: row.document }
  }

  /** At most `limit` versions older than the one the cursor names, newest first. */
  async listVersions(
    workflowId: string,
    cursor: Cursor | undefined,
    limit: number,
  ): Promise<Omit<Version, 'document'>[]> {
    const rows = await this.rows.query<VersionRow>(
      `select ${VERSION_COLUMNS} from workflow_versions
       where workspace_id = $1 and workflow_id = $2
         and ($3::uuid is null or version < (select version from workflow_versions where workspace_id = $1 and id = $3))
       order by version desc limit $4`,
      [this.rows.workspaceId, workflowId, cursor?.id ?? null, limit],
    )
    return rows.map(toVersion)
  }
}
