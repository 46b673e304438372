import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'

export const FindCredentials = request('credential', 'find-credentials', {
  summary: 'Tells which of some credentials the workspace has, whatever the caller may see of them.',
  access: internal('workflow'),
  input: z.object({ ids: z.array(z.string().max(64)).max(5000) }),
  output: z.object({ items: z.array(z.object({ id: Id, type: z.string() })) }),
})
