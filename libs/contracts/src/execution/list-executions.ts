import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { At, Id } from '../core/schemas.js'
import { ExecutionStatus, ExecutionSummary, triggerKinds } from './views.js'

export const ListExecutions = request('execution', 'list-executions', {
  summary: 'Lists executions, newest first.',
  http: ['GET', '/executions'],
  access: 'execution:list',
  input: z.object({
    workflowId: Id.optional(),
    status: ExecutionStatus.optional(),
    trigger: z.enum(triggerKinds).optional(),
    createdAfter: At.optional(),
    createdBefore: At.optional(),
    ...PageInput,
  }),
  output: page(ExecutionSummary),
})
