import { z } from 'zod'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { FolderView } from './folder-view.js'
import { FolderInItself, FolderNotFound, FolderTooDeep } from './problems.js'

export const MoveFolder = request('workflow', 'move-folder', {
  summary: 'Moves a folder with all it holds into another, or to the top level when none is given.',
  http: ['POST', '/folders/:folderId/move'],
  access: 'workflow:update',
  input: z.object({ folderId: Id, parentId: Id.optional() }),
  output: FolderView,
  problems: [FolderNotFound, FolderTooDeep, FolderInItself],
})
