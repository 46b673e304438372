import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { WorkspaceNotFound } from './problems.js'
import { ListedMember } from './views.js'

export const ListMembers = request('workspace', 'list-members', {
  summary: 'Lists the members of the workspace, in the order they joined.',
  http: ['GET', '/workspaces/:id/members'],
  access: 'member:list',
  input: z.object({ id: Id, ...PageInput }),
  output: page(ListedMember),
  problems: [WorkspaceNotFound],
})
