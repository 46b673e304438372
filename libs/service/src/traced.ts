import type { Around } from '@linkflow/messaging'
import { operationOf } from './tracing.js'
import type { Tracing } from './tracing.js'

/** Puts a client span around every call a service makes. */
export function traced(tracing: Tracing, service: string): Around {
  return (kind, subject, headers, next) => {
    if (kind !== 'call' || headers.traceparent === undefined) return next()
    const operation = operationOf(subject)
    const options = { kind: 'client', component: service, tags: { 'peer.service': operation.split('/')[0] } } as const
    return tracing.within(operation, headers.traceparent, options, (traceparent) => {
      headers.traceparent = traceparent
      return next()
    })
  }
}
