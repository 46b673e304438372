import { FixedOffsetZone, IANAZone } from 'luxon'
import type { Zone } from 'luxon'
import { Lru } from '../lru.js'

const zones = new Lru<Zone | undefined>(600)

/**
 * The zone of a name (IANA, `UTC`, `UTC+2`, `+05:30`), undefined when there is none. Luxon keeps every name it is
 * asked for, valid or not, for ever: only canonical names reach it.
 */
export function findZone(name: string): Zone | undefined {
  if (name.length > 64) return undefined
  const key = name.toLowerCase()
  const known = zones.find(key)
  if (known) return known.value
  const zone = resolve(key)
  zones.set(key, zone)
  return zone
}

function resolve(key: string): Zone | undefined {
  if (key === 'utc' || key === 'gmt' || key === 'z') return FixedOffsetZone.utcInstance
  const offset = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(key)
  if (offset) return fixed(offset[1] === '-' ? -1 : 1, Number(offset[2]), Number(offset[3] ?? 0))
  try {
    return IANAZone.create(new Intl.DateTimeFormat('en-US', { timeZone: key }).resolvedOptions().timeZone)
  } catch {
    return undefined
  }
}

function fixed(sign: number, hours: number, minutes: number): Zone | undefined {
  const total = hours * 60 + minutes
  return minutes < 60 && total <= 14 * 60 ? FixedOffsetZone.instance(sign * total) : undefined
}
