import type { EventData, ExecutionsFinished, UsageFigures } from '@linkflow/contracts'
import type { Month } from './month.js'

export const figureNames = ['executions', 'nodeExecutions', 'computeMs', 'dataBytes', 'aiTokens'] as const
export type FigureName = (typeof figureNames)[number]

export const NOTHING_USED: UsageFigures = {
  executions: 0,
  nodeExecutions: 0,
  computeMs: 0,
  dataBytes: 0,
  aiTokens: 0,
}

/** A figure for each name. */
export function figures(of: (name: FigureName) => number): UsageFigures {
  return Object.fromEntries(figureNames.map((name) => [name, of(name)])) as UsageFigures
}

export function sum(a: UsageFigures, b: UsageFigures): UsageFigures {
  return figures((name) => a[name] + b[name])
}

/** What finished executions used, by the day (UTC) on which they finished. */
export function usageByDay({ executions }: EventData<typeof ExecutionsFinished>): Map<string, UsageFigures> {
  const days = new Map<string, UsageFigures>()
  for (const { finishedAt, nodeExecutions, computeMs = 0, dataBytes = 0, aiTokens = 0 } of executions) {
    const day = finishedAt.slice(0, 10)
    const one = { executions: 1, nodeExecutions, computeMs, dataBytes, aiTokens }
    days.set(day, sum(days.get(day) ?? NOTHING_USED, one))
  }
  return days
}

/** What will have been used at the end of the month if it goes on like this. */
export function forecast(used: UsageFigures, { startsAt, endsAt }: Month, now: Date): UsageFigures {
  const passed = now.getTime() - startsAt.getTime()
  const share = passed / (endsAt.getTime() - startsAt.getTime())
  return figures((name) => (share > 0 ? Math.round(used[name] / share) : used[name]))
}
