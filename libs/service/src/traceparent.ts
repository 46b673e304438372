/** A position in a trace, as the header `traceparent` of W3C Trace Context names it. */
export interface TraceParent {
  traceId: string
  spanId: string
  sampled: boolean
}

const SHAPE = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** Reads a `traceparent`; undefined when it is none. Versions to come may append fields. */
export function parseTraceparent(header: string | undefined): TraceParent | undefined {
  const [, version, traceId, spanId, flags, more] = SHAPE.exec(header ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  if (version === '00' && more !== undefined) return undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

export function formatTraceparent({ traceId, spanId, sampled }: TraceParent): string {
  return `00-${traceId.padStart(32, '0')}-${spanId.padStart(16, '0')}-${sampled ? '01' : '00'}`
}
