import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ExportDocument, MAX_EXPORTED } from './export-document.js'
import { ExportTooLarge, WorkflowNotFound } from './problems.js'
import { DEFINITION_BYTES } from './views.js'

export const ExportWorkflows = request('workflow', 'export-workflows', {
  summary:
    'Gives drafts as one document that can be imported elsewhere. It holds names of credentials, not their secrets.',
  http: ['POST', '/workflows/export'],
  access: 'workflow:read',
  input: z.object({ workflowIds: z.array(Id).min(1).max(MAX_EXPORTED) }),
  output: ExportDocument,
  problems: [WorkflowNotFound, ExportTooLarge],
  maxBytes: DEFINITION_BYTES,
})
