import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ExportDocument } from './export-document.js'
import { Finding, FolderNotFound, FormatUnknown } from './problems.js'
import { DEFINITION_BYTES, WorkflowSummary } from './views.js'

export const ImportWorkflows = request('workflow', 'import-workflows', {
  summary: 'Makes workflows of an exported document, all or none, and tells what is wrong with each.',
  http: ['POST', '/workflows/import', { status: 201 }],
  access: 'workflow:create',
  input: z.strictObject({
    ...ExportDocument.shape,
    folderId: Id.optional(),
    credentials: z
      .record(z.string(), Id)
      .optional()
      .describe('Credential id in the document -> credential to use. Those that are not named are left out.'),
  }),
  output: z.object({ items: z.array(z.object({ workflow: WorkflowSummary, findings: z.array(Finding) })) }),
  problems: [FormatUnknown, FolderNotFound],
  idempotent: true,
  maxBytes: DEFINITION_BYTES,
})
