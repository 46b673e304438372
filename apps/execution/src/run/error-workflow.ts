import type { Execution } from '../domain/execution.js'
import type { Runnable } from './definitions.js'

export const ERROR_TRIGGER = 'error-trigger'

/**
 * The workflow to start because an execution ended as it did; undefined when there is none. What an error trigger started,
 * also by a retry, starts none: two error workflows could call each other for ever.
 */
export function errorWorkflowOf(
  { status, trigger, triggerNode }: Pick<Execution, 'status' | 'trigger' | 'triggerNode'>,
  { plan, settings }: Pick<Runnable, 'plan' | 'settings'>,
): string | undefined {
  if (status !== 'failed' && status !== 'timed-out') return undefined
  const type = plan.nodes[plan.indexes.get(triggerNode) ?? -1]?.manifest.type
  return trigger === 'error' || type === ERROR_TRIGGER ? undefined : settings.errorWorkflowId
}
