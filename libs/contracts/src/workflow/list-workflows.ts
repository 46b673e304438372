import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkflowSummary } from './views.js'

export const workflowSorts = ['updated', 'created', 'name'] as const
export type WorkflowSort = (typeof workflowSorts)[number]

export const workflowStatuses = ['draft', 'inactive', 'active', 'archived'] as const
export type WorkflowStatus = (typeof workflowStatuses)[number]

export const ListWorkflows = request('workflow', 'list-workflows', {
  summary: 'Lists the workflows of the workspace, last changed first unless told.',
  http: ['GET', '/workflows'],
  access: 'workflow:list',
  input: z.object({
    search: z.string().max(128).optional().describe('Part of the name.'),
    active: z.stringbool().optional(),
    status: z
      .enum(workflowStatuses)
      .optional()
      .describe('`draft` was never published; archived ones are listed only when asked for.'),
    tag: z.string().max(50).optional(),
    folderId: Id.optional(),
    nodeType: z.string().max(128).optional().describe('Has a node of this type in its draft.'),
    credentialId: Id.optional().describe('Uses this credential in its draft.'),
    sort: z.enum(workflowSorts).default('updated').describe('By name, or the newest first.'),
    ...PageInput,
  }),
  output: page(WorkflowSummary),
})
