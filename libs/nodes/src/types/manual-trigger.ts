import type { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { parameterSchema } from '../parameter-schema.js'

export const manualTrigger: NodeTypeManifest = {
  type: 'manual-trigger',
  version: 1,
  name: 'Manual trigger',
  description: 'Starts the workflow when a person or a program asks for it.',
  group: 'trigger',
  icon: 'play',
  trigger: true,
  inputs: [],
  outputs: [{ name: 'main' }],
  effect: 'pure',
  parameters: parameterSchema(z.strictObject({})),
  docs: 'Its items are the input the execution was started with; one empty item when there was none.',
}
