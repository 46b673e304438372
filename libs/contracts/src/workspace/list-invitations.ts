import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { InvitationView } from './invitation-view.js'
import { WorkspaceNotFound } from './problems.js'

export const ListInvitations = request('workspace', 'list-invitations', {
  summary: 'Lists the invitations that nobody answered yet, newest first, expired ones included.',
  http: ['GET', '/workspaces/:id/invitations'],
  access: 'member:invite',
  input: z.object({ id: Id, ...PageInput }),
  output: page(InvitationView),
  problems: [WorkspaceNotFound],
})
