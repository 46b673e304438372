import { until } from '@linkflow/testing'
import type { Effect } from './effects.js'

/** Runs SQL past row-level security. */
export type Query = <R = Record<string, unknown>>(sql: string, parameters?: unknown[]) => Promise<R[]>

/** What was found wrong; executions and events by id. */
export interface Audit {
  /** Acknowledged, yet there is no such execution, or another one has the event's key. */
  lost: string[]
  /** Events with more than one execution. */
  doubled: string[]
  /** Executions that are not terminal, or not as expected. */
  notSucceeded: string[]
  /** Executions whose history has a gap. */
  gaps: string[]
  /** Node executions with more than one recorded result. */
  resultsTwice: string[]
  /** Node executions whose attempts did not share one idempotency key. */
  keysTwice: string[]
  /** Executions that ended without their effects. */
  effectless: string[]
}

/** Nothing wrong. */
export const sound: Audit = {
  lost: [],
  doubled: [],
  notSucceeded: [],
  gaps: [],
  resultsTwice: [],
  keysTwice: [],
  effectless: [],
}

/** Waits until no execution is open any more. */
export async function quiet(query: Query, timeoutMs = 60_000): Promise<void> {
  await until(
    'every execution has ended',
    async () => {
      const [row] = await query<{ open: string }>(
        `select (select count(*) from execution.execution_leases)
         + (select count(*) from execution.executions where finished_at is null) as open`,
      )
      return row?.open === '0'
    },
    timeoutMs,
  )
}

/** Compares what senders were promised and what reached the outside world with what the database says. */
export async function audit(query: Query, accepted: Map<string, string>, effects: Effect[]): Promise<Audit> {
  const executions = await query<ExecutionRow>(EXECUTIONS)
  const byEvent = grouped(executions, ({ key }) => key?.split(':').slice(2).join(':') ?? 'no event')
  const byExecution = grouped(effects, ({ body }) => body.execution)
  const byNode = grouped(effects, ({ body }) => `${body.execution}:${body.node}`)
  const ran = grouped(effects, ({ body }) => body.event)
  return {
    lost: [...accepted].filter(([event, id]) => byEvent.get(event)?.[0]?.id !== id).map(([event]) => event),
    doubled: [...byEvent, ...ran].filter(([, of]) => new Set(of.map(idOf)).size > 1).map(([event]) => event),
    notSucceeded: executions.filter(({ status }) => status !== 'succeeded').map(({ id }) => id),
    gaps: executions.filter(({ rows, last, finish_seq }) => last !== rows + 1 || finish_seq !== last + 1).map(idOf),
    resultsTwice: (await query<{ node: string }>(RESULTS_TWICE)).map(({ node }) => node),
    keysTwice: [...byNode].filter(([, of]) => distinct(of, ({ key }) => key) > 1).map(([node]) => node),
    effectless: executions.filter(({ id, effects }) => effects !== distinctNodes(byExecution.get(id))).map(idOf),
  }
}

interface ExecutionRow {
  id: string
  status: string
  finish_seq: number
  key: string | null
  rows: number
  last: number
  effects: number
}

/** The beginning has position 1, rows follow, the end comes last. */
const EXECUTIONS = `
  select e.id, e.status, e.finish_seq, k.key, h.rows, coalesce(h.last, 1) as last, coalesce(h.effects, 0) as effects
  from execution.executions e
  left join execution.execution_keys k on k.execution_id = e.id
  left join lateral (
    select count(*)::int as rows, max(seq) as last,
      (count(distinct node_id) filter (where kind = 'node-started'))::int as effects
    from execution.node_executions n where n.execution_id = e.id) h on true`

const RESULTS_TWICE = `
  select execution_id || ':' || node_id as node from execution.node_executions
  where kind in ('node-succeeded', 'node-failed') group by execution_id, node_id
  having count(*) filter (where kind = 'node-succeeded') > 1 or count(*) > count(distinct attempt)`

function idOf(one: ExecutionRow | Effect): string {
  return 'id' in one ? one.id : one.body.execution
}

function grouped<T>(all: T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one])
  return groups
}

function distinct<T>(all: T[], of: (one: T) => string): number {
  return new Set(all.map(of)).size
}

function distinctNodes(effects: Effect[] = []): number {
  return distinct(effects, ({ body }) => body.node)
}
