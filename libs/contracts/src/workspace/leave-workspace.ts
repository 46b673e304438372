import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { LastOwner, WorkspaceNotFound } from './problems.js'

export const LeaveWorkspace = request('workspace', 'leave-workspace', {
  summary: 'Ends the membership of the caller, unless they are the last owner.',
  http: ['POST', '/workspaces/:id/leave', { status: 204 }],
  access: authenticated(),
  audit: true,
  input: z.object({ id: Id }),
  output: Nothing,
  problems: [WorkspaceNotFound, SessionRequired, LastOwner],
})
