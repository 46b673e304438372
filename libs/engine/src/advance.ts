import type { Failure } from '@linkflow/kernel'
import type { Advance } from './command.js'
import { failureOutputs } from './data.js'
import type { EngineEvent, EventOf } from './event.js'
import type { Plan } from './plan.js'
import { retryDelay } from './retry-delay.js'
import { hasEnded, isActive, type ExecutionState } from './state.js'
import { Step } from './step.js'

type Result = Advance<ExecutionState>

/**
 * What an event makes of an execution. Follows from its arguments alone: no clock, no chance, nothing done. An event that comes
 * late or again (another attempt, a settled node, a closed wait, an ended execution) changes nothing.
 */
export function advance(plan: Plan, state: ExecutionState, event: EngineEvent): Result {
  if (hasEnded(state)) return unchanged(state)
  switch (event.type) {
    case 'started':
      return started(plan, state, event)
    case 'node-started':
      return nodeStarted(plan, state, event)
    case 'node-succeeded':
      return nodeSucceeded(plan, state, event)
    case 'node-failed':
      return nodeFailed(plan, state, event)
    case 'node-waiting':
      return nodeWaiting(plan, state, event)
    case 'wait-resolved':
      return waitResolved(plan, state, event)
    case 'cancel': {
      const message = event.reason ?? 'The execution was cancelled.'
      return new Step(plan, state, event.at).end('cancelled', { code: 'execution/cancelled', message })
    }
  }
}

function unchanged(state: ExecutionState): Result {
  return { state, commands: [], changes: [] }
}

/** Index of the node an event is about, when it is the attempt that was told to run; otherwise -1. */
function activeIndex(
  plan: Plan,
  state: ExecutionState,
  { nodeId, attempt }: { nodeId: string; attempt: number },
): number {
  const index = plan.indexes.get(nodeId) ?? -1
  const node = state.nodes[index]
  return node && node.attempt === attempt && isActive(node) ? index : -1
}

function started(plan: Plan, state: ExecutionState, { at, trigger, items }: EventOf<'started'>): Result {
  if (state.startedAt !== undefined) return unchanged(state)
  const step = new Step(plan, state, at)
  step.start()
  const node = plan.nodes[plan.indexes.get(trigger) ?? -1]
  if (!node) {
    const message = `There is no node ${trigger} to start from.`
    return step.end('failed', { code: 'execution/unknown-trigger', message })
  }
  if (plan.timeoutMs !== undefined) {
    const dueAt = at + plan.timeoutMs
    step.openWait({ waitId: 'execution-timeout', kind: 'execution-timeout', nodeId: undefined, dueAt })
  }
  step.succeed(node.index, 1, { [node.firstOutput]: items })
  // Whatever nothing leads to cannot run in this execution: the other triggers, and nodes nobody connected.
  const dead = plan.nodes.filter(({ index, incoming }) => incoming.length === 0 && index !== node.index)
  for (const { index } of dead) step.skip(index)
  step.propagate([node.index, ...dead.map(({ index }) => index)])
  return step.done()
}

function nodeStarted(plan: Plan, state: ExecutionState, event: EventOf<'node-started'>): Result {
  const index = activeIndex(plan, state, event)
  if (state.nodes[index]?.status !== 'pending') return unchanged(state)
  const step = new Step(plan, state, event.at)
  step.mark(index, 'running')
  return step.done()
}

function nodeSucceeded(plan: Plan, state: ExecutionState, event: EventOf<'node-succeeded'>): Result {
  const index = activeIndex(plan, state, event)
  if (index < 0) return unchanged(state)
  const step = new Step(plan, state, event.at)
  step.succeed(index, event.attempt, event.outputs)
  step.propagate([index])
  return step.done()
}

function nodeFailed(plan: Plan, state: ExecutionState, event: EventOf<'node-failed'>): Result {
  const index = activeIndex(plan, state, event)
  const node = plan.nodes[index]
  if (!node) return unchanged(state)
  const { at, nodeId, attempt } = event
  const failure: Failure = { ...event.failure, nodeId, attempt }
  const step = new Step(plan, state, at)
  if (node.retry && attempt < node.retry.maxTries && event.retryable !== false) {
    const { executionId } = state
    const delayMs = retryDelay(node.retry, { executionId, nodeId, attempt, retryAfterMs: event.retryAfterMs })
    step.mark(index, 'waiting', failure)
    step.openWait({ waitId: `${nodeId}:retry:${attempt}`, kind: 'retry', nodeId, dueAt: at + delayMs })
    return step.done()
  }
  if (node.onError === 'stop') {
    step.fail(index, failure)
    return step.end('failed', failure)
  }
  step.fail(index, failure, failureOutputs(node, state.nodes, failure))
  step.propagate([index])
  return step.done()
}

function nodeWaiting(plan: Plan, state: ExecutionState, event: EventOf<'node-waiting'>): Result {
  const index = activeIndex(plan, state, event)
  if (index < 0) return unchanged(state)
  const { nodeId, attempt, wait } = event
  const step = new Step(plan, state, event.at)
  step.mark(index, 'waiting')
  step.openWait({ waitId: `${nodeId}:${wait.kind}:${attempt}`, kind: wait.kind, nodeId, dueAt: wait.dueAt })
  return step.done()
}

function waitResolved(plan: Plan, state: ExecutionState, { at, waitId, outcome }: EventOf<'wait-resolved'>): Result {
  const wait = state.waits.find((open) => open.waitId === waitId)
  if (!wait) return unchanged(state)
  const step = new Step(plan, state, at)
  step.closeWait(waitId)
  if (wait.kind === 'execution-timeout')
    return step.end('timed-out', { code: 'execution/timed-out', message: 'The execution took longer than it may.' })
  const index = plan.indexes.get(wait.nodeId ?? '') ?? -1
  const attempt = state.nodes[index]?.attempt ?? 0
  if (wait.kind === 'retry') step.run(index, attempt + 1)
  else {
    step.succeed(index, attempt, outcome ?? step.passThrough(index))
    step.propagate([index])
  }
  return step.done()
}
