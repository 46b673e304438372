import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { StripeRefused, StripeUnavailable } from '../billing/problems.js'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { OwnersOnly, SubscriptionRuns, WorkspaceNameWrong, WorkspaceNotFound } from './problems.js'

export const DeleteWorkspace = request('workspace', 'delete-workspace', {
  summary: 'Deletes the workspace and erases all that belongs to it. There is no way back.',
  http: ['DELETE', '/workspaces/:id', { status: 204 }],
  access: 'workspace:delete',
  input: z.object({ id: Id, name: z.string().max(128).describe('The name of the workspace, as a confirmation.') }),
  output: Nothing,
  problems: [
    WorkspaceNotFound,
    SessionRequired,
    OwnersOnly,
    WorkspaceNameWrong,
    SubscriptionRuns,
    StripeRefused,
    StripeUnavailable,
  ],
  timeoutMs: 35_000,
})
