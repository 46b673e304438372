import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { VariableView } from './variable-view.js'

export const ListVariables = request('workflow', 'list-variables', {
  summary: 'Lists the variables of the workspace, by name.',
  http: ['GET', '/variables'],
  access: 'workflow:list',
  input: z.object({ ...PageInput }),
  output: page(VariableView),
})
