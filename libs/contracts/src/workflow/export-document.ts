import { DraftDefinition } from '@linkflow/graph'
import { z } from 'zod'
import { Name } from '../core/schemas.js'
import { Tag, MAX_TAGS } from './tag-view.js'

/** What a document of exported workflows says it is; another format is refused. */
export const EXPORT_FORMAT = 'linkflow/workflow@1'
/** Most workflows of one document. */
export const MAX_EXPORTED = 50

export const ExportedWorkflow = z.strictObject({
  name: Name,
  tags: z.array(Tag).max(MAX_TAGS).optional(),
  ...DraftDefinition.shape,
  credentialNames: z
    .record(z.string(), z.string())
    .optional()
    .describe('Credential id -> name where it was exported: a hint, never a secret.'),
})
export type ExportedWorkflow = z.infer<typeof ExportedWorkflow>

export const ExportDocument = z.strictObject({
  format: z.string().max(100).describe('`linkflow/workflow@1`.'),
  workflows: z.array(ExportedWorkflow).min(1).max(MAX_EXPORTED),
})
export type ExportDocument = z.infer<typeof ExportDocument>
