import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { FolderNotFound } from './problems.js'

export const DeleteFolder = request('workflow', 'delete-folder', {
  summary: 'Deletes a folder; what it holds moves to where it was.',
  http: ['DELETE', '/folders/:folderId', { status: 204 }],
  access: 'workflow:update',
  input: z.object({ folderId: Id }),
  output: Nothing,
  problems: [FolderNotFound],
})
