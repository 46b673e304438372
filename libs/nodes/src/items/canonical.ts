import type { Json } from '@linkflow/kernel'

/** Text that is the same for equal JSON, whatever the order of members. Numbers and texts that look alike differ. */
export function canonical(value: Json | undefined): string {
  if (value === undefined) return 'undefined'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
  return `{${members.join(',')}}`
}
