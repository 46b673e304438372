import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { FolderName, FolderView } from './folder-view.js'
import { FolderNotFound } from './problems.js'

export const RenameFolder = request('workflow', 'rename-folder', {
  summary: 'Renames a folder.',
  http: ['PATCH', '/folders/:folderId'],
  access: 'workflow:update',
  input: z.object({ folderId: Id, name: FolderName }),
  output: FolderView,
  problems: [FolderNotFound],
})
