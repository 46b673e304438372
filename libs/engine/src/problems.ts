import { defineProblem } from '@linkflow/kernel'

/** `reason` is a code of the graph library's findings. */
export const DefinitionNotRunnable = defineProblem<{ reason: string; nodeIds: string[] }>({
  code: 'engine/definition-not-runnable',
  status: 422,
  title: 'The workflow cannot be run.',
  detail: ({ reason, nodeIds }) => `${reason}: ${nodeIds.join(', ')}.`,
})
