import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { Membership } from './views.js'

export const ResolveMembership = request('workspace', 'resolve-membership', {
  summary: 'Tells what a user may do in a workspace; in the first one they joined when none is named.',
  access: internal('gateway', 'auth'),
  input: z.object({ userId: Id, workspaceId: Id.optional() }),
  output: Membership.extend({ name: z.string() }),
  problems: [WorkspaceNotFound],
})
