import type { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { parameterSchema } from '../parameter-schema.js'

const execution = z.strictObject({
  id: z.string(),
  workflowId: z.string(),
  workflowName: z.string().optional(),
  version: z.int(),
  error: z.record(z.string(), z.unknown()).meta({ description: 'Code and message of what went wrong.' }),
  trigger: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
})

export const errorTrigger: NodeTypeManifest = {
  type: 'error-trigger',
  version: 1,
  name: 'Error trigger',
  description: 'Starts the workflow when an execution of another one fails.',
  group: 'trigger',
  icon: 'alert',
  trigger: true,
  inputs: [],
  outputs: [{ name: 'main' }],
  effect: 'pure',
  parameters: parameterSchema(z.strictObject({})),
  outputSchema: parameterSchema(z.strictObject({ execution })),
  docs:
    'Runs for every workflow whose settings name this one as their error workflow, when an execution of theirs fails or ' +
    'times out. Publishing is enough, it need not be active. What it starts never starts an error workflow itself.',
}
