import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id, Name } from '../core/schemas.js'
import { WorkspaceView } from './views.js'

export const CreateWorkspace = request('workspace', 'create-workspace', {
  summary: 'Makes a workspace with its owner; a repeat with the same id changes nothing.',
  access: internal('auth'),
  input: z.object({ id: Id, name: Name, owner: z.object({ userId: Id, email: z.string(), name: z.string() }) }),
  output: WorkspaceView,
})
