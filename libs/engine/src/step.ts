import type { Failure, Outputs } from '@linkflow/kernel'
import type { Advance, Change, Command } from './command.js'
import { itemsAt, passThrough } from './data.js'
import { finishCommand, runCommand, waitCommand } from './make-command.js'
import type { Plan } from './plan.js'
import { isActive, isSettled, type ExecutionState, type FinalStatus, type NodeState, type Wait } from './state.js'

/** One transition being worked out: a copy of the state's top level, changed in place until it is `done`. */
export class Step {
  private readonly commands: Command[] = []
  private readonly changes: Change[] = []
  private readonly nodes: NodeState[]
  private waits: readonly Wait[]
  private active: number
  private startedAt: number | undefined
  private lastNode: number | undefined

  constructor(
    private readonly plan: Plan,
    private readonly before: ExecutionState,
    private readonly at: number,
  ) {
    this.nodes = before.nodes.slice()
    this.waits = before.waits
    this.active = before.active
    this.startedAt = before.startedAt
    this.lastNode = before.lastNode
  }

  start(): void {
    this.startedAt = this.at
  }

  openWait(wait: Wait): void {
    this.waits = [...this.waits, wait]
    this.commands.push(waitCommand(wait))
  }

  closeWait(waitId: string): void {
    this.waits = this.waits.filter((wait) => wait.waitId !== waitId)
  }

  /** Tells a node to run; said as a change only when it ran before. */
  run(index: number, attempt: number): void {
    if (attempt > 1) this.set(index, 'pending', attempt)
    else this.nodes[index] = { status: 'pending', attempt, outputs: undefined, failure: undefined }
    this.active += 1
    this.commands.push(...runCommand(this.plan, this.nodes, index))
  }

  /** The node has begun, or waits. */
  mark(index: number, status: 'running' | 'waiting', failure?: Failure): void {
    const attempt = this.nodes[index]?.attempt ?? 0
    if (status === 'waiting') this.active -= 1
    this.set(index, status, attempt, { failure })
  }

  succeed(index: number, attempt: number, outputs: Outputs): void {
    this.leave(index)
    this.set(index, 'succeeded', attempt, { outputs })
    this.lastNode = index
  }

  fail(index: number, failure: Failure, outputs?: Outputs): void {
    this.leave(index)
    this.set(index, 'failed', this.nodes[index]?.attempt ?? 0, { outputs, failure })
  }

  skip(index: number): void {
    this.set(index, 'skipped', 0)
  }

  passThrough(index: number): Outputs {
    const node = this.plan.nodes[index]
    return node ? passThrough(node, this.nodes) : {}
  }

  isSettled(index: number): boolean {
    const node = this.nodes[index]
    return node !== undefined && isSettled(node)
  }

  /** Follows the connections of nodes that settled, and of those that settle because of it. */
  propagate(settled: readonly number[]): void {
    const queue = [...settled]
    for (const index of queue)
      for (const { target } of this.plan.nodes[index]?.outgoing ?? []) if (this.decide(target)) queue.push(target)
  }

  /** Decides about a node whose connections may all be settled now; true when that settled the node itself. */
  private decide(index: number): boolean {
    const node = this.plan.nodes[index]
    const state = this.nodes[index]
    if (!node || !state || state.status !== 'pending' || state.attempt > 0) return false
    let alive = false
    for (const { source, sourcePort } of node.incoming) {
      if (!this.isSettled(source)) return false
      alive ||= itemsAt(this.nodes[source], sourcePort).length > 0
    }
    if (alive && !node.disabled) {
      this.run(index, 1)
      return false
    }
    if (alive) this.succeed(index, 0, this.passThrough(index))
    else this.skip(index)
    return true
  }

  /** Ends the execution: what runs is aborted, what waits is cancelled. */
  end(status: FinalStatus, failure?: Failure): Advance<ExecutionState> {
    for (const { index, id } of this.plan.nodes) {
      const node = this.nodes[index]
      if (!node || (!isActive(node) && node.status !== 'waiting')) continue
      if (isActive(node)) this.commands.push({ type: 'abort-node', nodeId: id, attempt: node.attempt })
      this.set(index, 'cancelled', node.attempt)
    }
    for (const { waitId } of this.waits) this.commands.push({ type: 'end-wait', waitId })
    this.waits = []
    this.active = 0
    const state = { ...this.after(status, failure), status, endedAt: this.at }
    this.commands.push(finishCommand(this.plan, state))
    return { state, commands: this.commands, changes: this.changes }
  }

  /** The transition's result; ends the execution when nothing is left to happen. */
  done(): Advance<ExecutionState> {
    const waiting = this.waits.some((wait) => wait.kind !== 'execution-timeout')
    if (this.active === 0 && !waiting) return this.end('succeeded')
    const state = this.after(this.active === 0 ? 'waiting' : 'running')
    return { state, commands: this.commands, changes: this.changes }
  }

  private leave(index: number): void {
    const node = this.nodes[index]
    if (node && isActive(node)) this.active -= 1
  }

  private set(
    index: number,
    status: NodeState['status'],
    attempt: number,
    { outputs, failure }: { outputs?: Outputs; failure?: Failure } = {},
  ): void {
    this.nodes[index] = { status, attempt, outputs, failure }
    const change: Change = { nodeId: this.plan.nodes[index]?.id ?? '', status, attempt, at: this.at }
    if (outputs) change.items = countItems(outputs)
    if (failure) change.failure = failure
    this.changes.push(change)
  }

  private after(status: ExecutionState['status'], failure?: Failure): ExecutionState {
    return {
      engineVersion: this.before.engineVersion,
      executionId: this.before.executionId,
      status,
      nodes: this.nodes,
      waits: this.waits,
      active: this.active,
      startedAt: this.startedAt,
      endedAt: undefined,
      lastNode: this.lastNode,
      failure,
    }
  }
}

function countItems(outputs: Outputs): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const port of Object.keys(outputs)) counts[port] = outputs[port]?.length ?? 0
  return counts
}
