import { z } from 'zod'
import { request } from '../core/request.js'
import { TagNotFound } from './problems.js'
import { Tag, TagView } from './tag-view.js'

export const RenameTag = request('workflow', 'rename-tag', {
  summary: 'Renames a tag of all workflows; a name that is another tag makes them one.',
  http: ['PATCH', '/workflow-tags/:tag'],
  access: 'workflow:update',
  input: z.object({ tag: z.string().max(50), name: Tag }),
  output: TagView,
  problems: [TagNotFound],
})
