import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { TagNotFound } from './problems.js'

export const DeleteTag = request('workflow', 'delete-tag', {
  summary: 'Takes a tag off all workflows.',
  http: ['DELETE', '/workflow-tags/:tag', { status: 204 }],
  access: 'workflow:update',
  input: z.object({ tag: z.string().max(50) }),
  output: Nothing,
  problems: [TagNotFound],
})
