import { WorkflowArchived } from '@linkflow/contracts'
import type { WorkflowSummary, WorkflowView } from '@linkflow/contracts'
import type { DraftDefinition } from '@linkflow/graph'

/** What is being made of a workflow's triggers until the webhook service has acknowledged it. */
export type Transition = 'activating' | 'deactivating'

/** A workflow without its draft. */
export interface Workflow {
  id: string
  name: string
  /** Counts the changes of the draft. */
  revision: number
  /** Whether its triggers are registered. */
  active: boolean
  transition?: Transition
  /** Grows with every activation and deactivation; each stands for one version, so that repeats are harmless. */
  generation: number
  /** The version whose triggers the present generation registers. */
  activeVersion?: number
  publishedVersion?: number
  /** In alphabetical order. */
  tags: string[]
  folderId?: string
  archivedAt?: Date
  createdAt: Date
  updatedAt: Date
}

/** A workflow with what is being drawn. */
export interface DraftedWorkflow extends Workflow {
  draft: DraftDefinition
}

export function newWorkflow(id: string, name: string, now: Date): Workflow {
  return { id, name, revision: 1, active: false, generation: 0, tags: [], createdAt: now, updatedAt: now }
}

export function toSummary(workflow: Workflow): WorkflowSummary {
  const { id, name, revision, active, publishedVersion, tags, folderId, archivedAt, createdAt, updatedAt } = workflow
  return {
    id,
    name,
    revision,
    active,
    ...(publishedVersion === undefined ? {} : { publishedVersion }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(folderId === undefined ? {} : { folderId }),
    ...(archivedAt === undefined ? {} : { archivedAt: archivedAt.toISOString() }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

export function toView(workflow: Workflow, draft: DraftDefinition): WorkflowView {
  return { ...toSummary(workflow), ...draft }
}

/** @throws WorkflowArchived */
export function assertNotArchived({ archivedAt }: Workflow): void {
  if (archivedAt !== undefined) throw WorkflowArchived()
}

const MAX_NAME = 128
const COPY = ' (copy)'

/** What a copy is called, cut where it would be too long. */
export function copyName(name: string): string {
  const room = MAX_NAME - COPY.length
  return (
    (name.length > room
      ? Array.from(name)
          .slice(0, room / 2)
          .join('')
      : name) + COPY
  )
}
