import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { WorkflowSummary } from './views.js'

export const ListWorkflows = request('workflow', 'list-workflows', {
  summary: 'Lists the workflows of the workspace, last changed first.',
  http: ['GET', '/workflows'],
  access: 'workflow:list',
  input: z.object({
    search: z.string().max(128).optional().describe('Part of the name.'),
    active: z.stringbool().optional(),
    ...PageInput,
  }),
  output: page(WorkflowSummary),
})
