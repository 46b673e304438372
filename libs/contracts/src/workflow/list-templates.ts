import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { TemplateSummary } from './template-view.js'

export const ListTemplates = request('workflow', 'list-templates', {
  summary: 'Lists the templates of the product, then those of the workspace, newest first.',
  http: ['GET', '/templates'],
  access: 'workflow:list',
  input: z.object({ ...PageInput }),
  output: page(TemplateSummary),
})
