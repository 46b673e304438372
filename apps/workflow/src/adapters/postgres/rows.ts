import type { DraftDefinition } from '@linkflow/graph'
import type { DraftedWorkflow, Transition, Workflow } from '../../domain/workflow.js'
import type { Version } from '../../domain/version.js'

export interface WorkflowRow {
  id: string
  name: string
  revision: number
  active: boolean
  transition: Transition | null
  generation: number
  active_version: number | null
  published_version: number | null
  tags: string[]
  folder_id: string | null
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

export interface DraftRow extends WorkflowRow {
  settings: string | null
  nodes: string | null
  connections: string | null
}

export interface VersionRow {
  id: string
  workflow_id: string
  version: number
  name: string
  digest: string
  revision: number
  note: string | null
  published_at: Date
  published_by: string
}

export function toWorkflow(row: WorkflowRow): Workflow {
  return {
    id: row.id,
    name: row.name,
    revision: row.revision,
    active: row.active,
    generation: row.generation,
    ...(row.transition === null ? {} : { transition: row.transition }),
    ...(row.active_version === null ? {} : { activeVersion: row.active_version }),
    ...(row.published_version === null ? {} : { publishedVersion: row.published_version }),
    tags: row.tags,
    ...(row.folder_id === null ? {} : { folderId: row.folder_id }),
    ...(row.archived_at === null ? {} : { archivedAt: row.archived_at }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function toDrafted(row: DraftRow): DraftedWorkflow {
  const draft: DraftDefinition = {
    nodes: JSON.parse(`[${row.nodes ?? ''}]`),
    connections: JSON.parse(`[${row.connections ?? ''}]`),
    ...(row.settings === null ? {} : { settings: JSON.parse(row.settings) }),
  }
  return { ...toWorkflow(row), draft }
}

export function toVersion(row: VersionRow): Omit<Version, 'document'> {
  return {
    id: row.id,
    workflowId: row.workflow_id,
    version: row.version,
    name: row.name,
    digest: row.digest,
    revision: row.revision,
    ...(row.note === null ? {} : { note: row.note }),
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}
