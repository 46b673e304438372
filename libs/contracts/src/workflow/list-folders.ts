import { z } from 'zod'
import { request } from '../core/request.js'
import { PageInput, page } from '../core/page.js'
import { FolderView } from './folder-view.js'

export const ListFolders = request('workflow', 'list-folders', {
  summary: 'Lists all folders of the workspace, oldest first.',
  http: ['GET', '/folders'],
  access: 'workflow:list',
  input: z.object({ ...PageInput }),
  output: page(FolderView),
})
