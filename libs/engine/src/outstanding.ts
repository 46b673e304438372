import type { Command } from './command.js'
import { finishCommand, runCommand, waitCommand } from './make-command.js'
import type { Plan } from './plan.js'
import { hasEnded, isActive, type ExecutionState } from './state.js'

/**
 * What has to be done, possibly once more, by a shell that has only the history: run each node that was told to run (the same
 * attempt), start each open wait; of an execution that has ended, finish. Waits of an ended execution need no command each: the
 * shell drops them as it finishes.
 */
export function outstanding(plan: Plan, state: ExecutionState): Command[] {
  if (hasEnded(state)) return [finishCommand(plan, state)]
  const runs = state.nodes.flatMap((node, index) => (isActive(node) ? runCommand(plan, state.nodes, index) : []))
  return [...state.waits.map(waitCommand), ...runs]
}
