import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

/** What the workflow service may be told. */
export const workflowConfig = z.object({
  LINKFLOW_WORKFLOW_RECONCILE_MS: numberVariable(60_000, 10).describe(
    'Pause between looks for unfinished activations.',
  ),
  LINKFLOW_WORKFLOW_STUCK_MS: numberVariable(30_000).describe('Age from which an activation counts as unfinished.'),
})
export type WorkflowConfig = z.output<typeof workflowConfig>
