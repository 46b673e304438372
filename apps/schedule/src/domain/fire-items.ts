import type { Item, Json, JsonObject } from '@linkflow/kernel'
import type { TakenFire } from './fire.js'

/** What an execution is started with: the facts of its fire, in each item of the schedule's own input. */
export function itemsOf(fire: TakenFire): Item[] {
  const facts: JsonObject = {
    scheduleId: fire.scheduleId,
    scheduledAt: fire.nominalAt.toISOString(),
    firedAt: fire.firedAt.toISOString(),
    timeZone: fire.timeZone,
    kind: fire.kind,
  }
  const { input } = fire
  const inputs = (Array.isArray(input) && input.length > 0 ? input : [input]) as (Json | undefined)[]
  return inputs.map((each) => ({ json: { ...facts, ...asObject(each) } }))
}

function asObject(value: Json | undefined): JsonObject {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return {}
  return typeof value === 'object' && !Array.isArray(value) ? value : { value }
}
