import { CreateSchedule, FindUnfinished, GetRunnable, StartTriggered, WorkflowNotFound } from '@linkflow/contracts'
import type { Input, InputGiven, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { IncomingCall } from '@linkflow/messaging'
import { contexts, startServices } from '@linkflow/testing'
import type { StartOptions, TestServices } from '@linkflow/testing'
import { schedule } from '../index.js'

type Start = Input<typeof StartTriggered>
type Started = Output<typeof StartTriggered>

/** The execution service as these tests need it: one execution per idempotency key, running until the test ends it. */
export class ExecutionServiceStandIn {
  readonly started: { input: Start; workspaceId: string | undefined; executionId: string }[] = []
  readonly running = new Set<string>()
  readonly cancelled: string[] = []
  /** Executions that were asked about while they ran. */
  readonly unfinished = new Set<string>()
  calls = 0
  answer: (input: Start) => Partial<Started> | Promise<Partial<Started>> = () => ({})
  private readonly byKey = new Map<string, string>()

  async start(input: Start, workspaceId: string | undefined): Promise<Started> {
    this.calls += 1
    const known = this.byKey.get(input.idempotencyKey ?? '')
    const executionId = known ?? newId()
    const answer = await this.answer(input)
    if (!known) this.started.push({ input, workspaceId, executionId })
    this.byKey.set(input.idempotencyKey ?? '', executionId)
    const status = answer.status ?? 'running'
    if (!known && status === 'running') this.running.add(executionId)
    return { executionId, duplicate: known !== undefined, status, ...answer }
  }

  findUnfinished({ executionIds, cancel }: Input<typeof FindUnfinished>): Output<typeof FindUnfinished> {
    const unfinished = executionIds.filter((id) => this.running.has(id))
    for (const id of unfinished) this.unfinished.add(id)
    if (cancel) this.cancelled.push(...unfinished)
    return { unfinished }
  }

  of(workflowId: string) {
    return this.started.filter(({ input }) => input.workflowId === workflowId)
  }
}

export interface Given {
  services: TestServices
  executions: ExecutionServiceStandIn
  /** Time zones of workflows that have one; every workflow is there but the missing ones. */
  timeZones: Map<string, string | undefined>
  missing: Set<string>
}

export async function givenScheduleService(options: StartOptions = {}): Promise<Given> {
  const services = await startServices([schedule], options)
  const executions = new ExecutionServiceStandIn()
  const given: Given = { services, executions, timeZones: new Map(), missing: new Set() }
  await services.transport.serve(
    StartTriggered.subject,
    'execution',
    (input, call: IncomingCall) => executions.start(StartTriggered.input.parse(input), call.context?.workspaceId),
    StartTriggered,
  )
  await services.transport.serve(
    FindUnfinished.subject,
    'execution',
    async (input) => executions.findUnfinished(FindUnfinished.input.parse(input)),
    FindUnfinished,
  )
  await services.transport.serve(
    GetRunnable.subject,
    'workflow',
    async (input) => runnable(given, GetRunnable.input.parse(input)),
    GetRunnable,
  )
  return given
}

function runnable(
  { timeZones, missing }: Given,
  { workflowId }: Input<typeof GetRunnable>,
): Output<typeof GetRunnable> {
  if (missing.has(workflowId)) throw WorkflowNotFound()
  const timeZone = timeZones.get(workflowId)
  return {
    workflowId,
    version: 1,
    name: 'Given',
    definition: { nodes: [], connections: [], ...(timeZone === undefined ? {} : { settings: { timeZone } }) },
  }
}

export type Caller = ReturnType<typeof contexts.user>

/** A schedule of a new workflow; each second unless told. */
export async function created(
  { services }: Given,
  change: Partial<InputGiven<typeof CreateSchedule>> = {},
  ctx: Caller = contexts.user(),
) {
  const rule = (change.cron ?? change.every ?? change.at) ? {} : { every: { amount: 1, unit: 'seconds' as const } }
  const view = await services.call(CreateSchedule, { workflowId: newId(), ...rule, ...change }, ctx)
  return { ...view, ctx }
}

/** Lets a schedule's next fire have been due for so long: an outage, seen by the database. */
export async function setBack({ services }: Given, scheduleId: string, seconds: number): Promise<void> {
  await services.database.query(
    `update schedule.schedules set next_at = next_at - $2 * interval '1 second',
       next_due_at = next_due_at - $2 * interval '1 second', anchor_at = anchor_at - $2 * interval '1 second'
     where id = $1`,
    [scheduleId, seconds],
  )
}

/** The nominal time an execution was started with. */
export function scheduledAtOf({ input }: { input: Start }): string {
  return (input.items[0]?.json as { scheduledAt: string }).scheduledAt
}
