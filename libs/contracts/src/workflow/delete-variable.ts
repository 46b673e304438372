import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { VariableNotFound } from './problems.js'
import { VariableName } from './variable-view.js'

export const DeleteVariable = request('workflow', 'delete-variable', {
  summary: 'Deletes a variable of the workspace.',
  http: ['DELETE', '/variables/:name', { status: 204 }],
  access: 'workflow:update',
  input: z.object({ name: VariableName }),
  output: Nothing,
  problems: [VariableNotFound],
})
