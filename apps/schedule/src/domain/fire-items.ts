import type { TakenFire } from './fire.js'

type Item = Record<string, unknown>

/** What an execution is started with: the facts of its fire, in each item of the schedule's own input. */
export function itemsOf(fire: TakenFire): Item[] {
  const facts: Item = {
    scheduleId: fire.scheduleId,
    scheduledAt: fire.nominalAt.toISOString(),
    firedAt: fire.firedAt.toISOString(),
    timeZone: fire.timeZone,
    kind: fire.kind,
  }
  const { input } = fire
  const inputs = Array.isArray(input) && input.length > 0 ? (input as unknown[]) : [input]
  return inputs.map((each) => ({ ...facts, ...asObject(each) }))
}

function asObject(value: unknown): Item {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Item) : { value }
}
