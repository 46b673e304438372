import { z } from 'zod'
import { request } from '../core/request.js'
import { VariablesFull } from './problems.js'
import { VariableName, VariableValue, VariableView } from './variable-view.js'

export const SetVariable = request('workflow', 'set-variable', {
  summary: 'Sets a variable of the workspace, which executions accepted from now on see as $vars.<name>.',
  http: ['PUT', '/variables/:name'],
  access: 'workflow:update',
  input: z.object({ name: VariableName, value: VariableValue }),
  output: VariableView,
  problems: [VariablesFull],
})
