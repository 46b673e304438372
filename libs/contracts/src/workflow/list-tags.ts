import { z } from 'zod'
import { request } from '../core/request.js'
import { PageInput, page } from '../core/page.js'
import { TagView } from './tag-view.js'

export const ListTags = request('workflow', 'list-tags', {
  summary: 'Lists the tags in use, in alphabetical order.',
  http: ['GET', '/workflow-tags'],
  access: 'workflow:list',
  input: z.object({ ...PageInput }),
  output: page(TagView),
})
