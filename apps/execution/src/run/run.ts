import { advance, initialState, outstanding } from '@linkflow/engine'
import type { Command, EngineEvent, ExecutionState, PlanNode } from '@linkflow/engine'
import { NodeError, nodeErrorOf, pureNode, resolveRequests } from '@linkflow/nodes'
import type { CheckpointOp } from '../adapters/postgres/checkpoint-batch.js'
import { FIRST_SEQ } from '../domain/execution.js'
import type { Execution, Response } from '../domain/execution.js'
import { derivedRow, eventOf, rowOf } from '../domain/history.js'
import type { HistoryRow } from '../domain/history.js'
import type { Intent } from '../domain/intent.js'
import { ComputeTime } from './compute-time.js'
import type { Runnable } from './definitions.js'
import { errorWorkflowOf } from './error-workflow.js'
import { summaryOf } from './finished-summary.js'
import { scopes } from './run-scope.js'

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

/** A node that reaches outside and may be started once its intent is committed. */
export interface Effect {
  node: PlanNode
  attempt: number
  intent: Intent
  timeoutMs?: number
}

/** What became of a run since it was last asked, to be carried out after the commit. */
export interface Outcome {
  effects: Effect[]
  aborted: { nodeId: string; attempt: number }[]
}

/**
 * An execution in the memory of its owner: feeds the engine, runs pure nodes on the spot, gathers the history rows that
 * are not committed yet. Does no I/O.
 */
export class Run {
  private state: ExecutionState
  private readonly events: EngineEvent[] = []
  /** By node: its attempts send the same under the same key, because nobody knows what a failed one left behind. */
  private readonly intents = new Map<string, Intent>()
  /** Attempts whose beginning is in the history, as `<nodeId>:<attempt>`. */
  private readonly begun = new Set<string>()
  private readonly waits = new Map<string, CommandOf<'start-wait'>>()
  private rows: HistoryRow[] = []
  private effects: Effect[] = []
  private aborted: Outcome['aborted'] = []
  private finish: CommandOf<'finish'> | undefined
  private readonly compute = new ComputeTime()
  private seq = FIRST_SEQ
  private wasWaiting = false
  response: Response | undefined

  constructor(
    readonly execution: Execution,
    readonly runnable: Runnable,
    private readonly now: () => number,
  ) {
    this.state = initialState(runnable.plan, { executionId: execution.id })
  }

  /** Goes on where the history ends; what was under way then is under way again. */
  resume(rows: readonly HistoryRow[]): void {
    const { plan } = this.runnable
    const { triggerNode, input } = this.execution
    if (this.execution.startedAt === undefined && rows.length === 0) return this.begin()
    const startedAt = (this.execution.startedAt ??= this.now())
    this.state = advance(plan, this.state, { type: 'started', at: startedAt, trigger: triggerNode, items: input }).state
    for (const row of rows) {
      if (row.payload?.intent) {
        this.intents.set(row.nodeId, row.payload.intent)
        this.begun.add(`${row.nodeId}:${row.attempt}`)
      }
      const event = eventOf(row)
      if (event) {
        this.state = advance(plan, this.state, event).state
        this.compute.see(event)
      }
      this.seq = row.seq
    }
    this.wasWaiting = this.state.status === 'waiting'
    for (const command of outstanding(plan, this.state)) this.obey(command)
  }

  /** Starts at the trigger. */
  begin(): void {
    const at = this.now()
    this.execution.startedAt = at
    this.feed({ type: 'started', at, trigger: this.execution.triggerNode, items: this.execution.input })
  }

  feed(event: EngineEvent): void {
    this.events.push(event)
  }

  /** Works off what was fed, pure nodes included, for about `budgetMs`; true when nothing is left. */
  drain(budgetMs: number): boolean {
    const until = performance.now() + budgetMs
    for (let event = this.events.shift(); event; event = this.events.shift()) {
      this.apply(event)
      if (this.events.length > 0 && performance.now() > until) return false
    }
    return true
  }

  /** Whether there is something to commit. */
  get isDirty(): boolean {
    return this.rows.length > 0 || this.finish !== undefined || this.effects.length > 0 || this.aborted.length > 0
  }

  get hasFinished(): boolean {
    return this.finish !== undefined
  }

  /** Nothing runs and something is waited for. */
  get isWaiting(): boolean {
    return this.state.status === 'waiting'
  }

  /** Whether nodes are told to run. */
  get isActive(): boolean {
    return this.state.active > 0
  }

  /** When the next wait ends, in Unix milliseconds. */
  get nextDueAt(): number | undefined {
    const times = [...this.waits.values()].flatMap(({ dueAt }) => dueAt ?? [])
    return times.length > 0 ? Math.min(...times) : undefined
  }

  /** Feeds the end of every wait that is due. */
  resolveDueWaits(): void {
    const at = this.now()
    for (const { waitId, dueAt } of this.waits.values())
      if (dueAt !== undefined && dueAt <= at) this.feed({ type: 'wait-resolved', waitId, at })
  }

  /** Hands over what must be committed; the rest of what happens goes into the next checkpoint. */
  takeRows(): HistoryRow[] {
    if (this.isWaiting && !this.wasWaiting)
      this.rows.push({ seq: ++this.seq, kind: 'execution-waiting', nodeId: '', attempt: 0, at: this.now() })
    this.wasWaiting = this.isWaiting
    const rows = this.rows
    this.rows = []
    return rows
  }

  /** Hands over what may be done once the rows are committed. */
  takeOutcome(): Outcome {
    const { effects, aborted } = this
    this.effects = []
    this.aborted = []
    return { effects, aborted }
  }

  /** The execution's row as it stands; final once it has finished. */
  projection(): Pick<CheckpointOp, 'status' | 'startedAt' | 'response' | 'finish'> {
    const { finish, response, execution } = this
    const startedAt = execution.startedAt ?? this.now()
    if (!finish) return { status: this.isWaiting ? 'waiting' : 'running', startedAt, response }
    // The clock of the process that it began in may be ahead of ours.
    const at = Math.max(startedAt, this.state.endedAt ?? this.now())
    const nodeExecutions = this.state.nodes.filter(({ attempt }) => attempt > 0).length
    const end = { status: finish.status, startedAt, finishedAt: at, error: finish.failure }
    execution.status = finish.status
    execution.finishedAt = at
    execution.finishSeq = this.seq + 1
    execution.output = finish.output
    execution.error = finish.failure
    return {
      status: finish.status,
      startedAt,
      response,
      finish: {
        at,
        seq: this.seq + 1,
        output: finish.output,
        error: finish.failure,
        summary: summaryOf(execution, end, {
          nodeExecutions,
          computeMs: this.compute.ms,
          errorWorkflowId: errorWorkflowOf(execution, this.runnable),
        }),
      },
    }
  }

  private apply(event: EngineEvent): void {
    const { state, commands, changes } = advance(this.runnable.plan, this.state, event)
    if (state === this.state) return
    this.state = state
    this.compute.see(event)
    const intent = event.type === 'node-started' ? this.intents.get(event.nodeId) : undefined
    const row = rowOf(event, this.seq + 1, intent)
    if (row) this.push(row)
    for (const change of changes) {
      const derived = derivedRow(change, event, this.seq + 1)
      if (derived) this.push(derived)
    }
    for (const command of commands) this.obey(command)
  }

  private push(row: HistoryRow): void {
    this.seq = row.seq
    this.rows.push(row)
  }

  private obey(command: Command): void {
    switch (command.type) {
      case 'run-node':
        return this.runNode(command)
      case 'start-wait':
        this.waits.set(command.waitId, command)
        return
      case 'end-wait':
        this.waits.delete(command.waitId)
        return
      case 'abort-node':
        this.aborted.push(command)
        return
      case 'finish':
        this.finish = command
    }
  }

  private runNode(command: CommandOf<'run-node'>): void {
    const { plan } = this.runnable
    const node = plan.nodes[plan.indexes.get(command.nodeId) ?? -1]
    if (!node) return
    const at = this.now()
    try {
      const implementation = pureNode(node.manifest.type, node.manifest.version)
      if (implementation) this.runPure(command, node, at)
      else this.prepareEffect(command, node, at)
    } catch (error) {
      const { failure, retryable, retryAfterMs } = error instanceof NodeError ? error : nodeErrorOf(error)
      const { nodeId, attempt } = command
      this.feed({ type: 'node-failed', nodeId, attempt, at, failure, retryable, retryAfterMs })
    }
  }

  private runPure({ nodeId, attempt, inputs }: CommandOf<'run-node'>, node: PlanNode, at: number): void {
    const { execution, runnable, state } = this
    const scope = scopes({ execution, runnable, state, node, attempt, inputs, at })
    const run = pureNode(node.manifest.type, node.manifest.version)!.run
    const { outputs, response } = run({ parameters: node.definition.parameters, inputs, scope })
    this.response ??= response
    this.feed({ type: 'node-succeeded', nodeId, attempt, at, outputs })
  }

  /** Begins an attempt; one that a crash interrupted has its beginning in the history. */
  private prepareEffect(command: CommandOf<'run-node'>, node: PlanNode, at: number): void {
    const { nodeId, attempt, timeoutMs } = command
    const intent = this.intents.get(nodeId) ?? this.intend(command, node, at)
    this.intents.set(nodeId, intent)
    this.effects.push({ node, attempt, intent, timeoutMs })
    if (!this.begun.has(`${nodeId}:${attempt}`)) this.feed({ type: 'node-started', nodeId, attempt, at })
  }

  /** Resolves what will be sent, once: every repeat finds the intent and sends the same. */
  private intend({ nodeId, attempt, inputs }: CommandOf<'run-node'>, node: PlanNode, at: number): Intent {
    const { execution, runnable, state } = this
    const items = inputs[node.firstInput ?? 'main'] ?? []
    const scope = scopes({ execution, runnable, state, node, attempt, inputs, at })
    const { parameters, credentials } = node.definition
    const requests = resolveRequests({ parameters, manifest: node.manifest }, items, scope)
    return { requests, items, credentials, idempotencyKey: `${execution.id}:${nodeId}` }
  }
}
