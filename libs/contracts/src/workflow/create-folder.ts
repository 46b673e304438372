import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { FolderName, FolderView } from './folder-view.js'
import { FolderNotFound, FolderTooDeep } from './problems.js'

export const CreateFolder = request('workflow', 'create-folder', {
  summary: 'Creates a folder, at the top level unless told.',
  http: ['POST', '/folders', { status: 201 }],
  access: 'workflow:update',
  input: z.object({ name: FolderName, parentId: Id.optional() }),
  output: FolderView,
  problems: [FolderNotFound, FolderTooDeep],
  idempotent: true,
})
