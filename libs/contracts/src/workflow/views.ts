import { DraftDefinition, WorkflowDefinition } from '@linkflow/graph'
import { z } from 'zod'
import { At, Id, Name } from '../core/schemas.js'

/** What people write: the draft, with its name. */
export const WorkflowDraft = z.strictObject({ name: Name, ...DraftDefinition.shape })
export type WorkflowDraft = z.infer<typeof WorkflowDraft>

export const WorkflowSummary = z.object({
  id: Id,
  name: z.string(),
  revision: z.int().describe('Counts the changes of the draft; the ETag.'),
  active: z.boolean(),
  publishedVersion: z.int().optional(),
  tags: z.array(z.string()).optional().describe('In alphabetical order; absent when there are none.'),
  folderId: Id.optional().describe('Absent at the top level.'),
  archivedAt: At.optional(),
  createdAt: At,
  updatedAt: At,
})
export type WorkflowSummary = z.infer<typeof WorkflowSummary>

export const WorkflowView = WorkflowSummary.extend(DraftDefinition.shape)
export type WorkflowView = z.infer<typeof WorkflowView>

export const VersionSummary = z.object({
  workflowId: Id,
  version: z.int(),
  note: z.string().optional(),
  publishedAt: At,
  publishedBy: z.string(),
})
export type VersionSummary = z.infer<typeof VersionSummary>

export const VersionView = VersionSummary.extend({ name: z.string(), ...WorkflowDefinition.shape })
export type VersionView = z.infer<typeof VersionView>

/** A trigger that was registered, with where to reach it. */
export const RegisteredWebhook = z.object({
  webhookId: Id,
  nodeId: z.string(),
  method: z.string(),
  url: z.string(),
})
export type RegisteredWebhook = z.infer<typeof RegisteredWebhook>

/** A definition carries at most 1 MB. */
export const DEFINITION_BYTES = 2 * 1024 * 1024
