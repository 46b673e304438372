import type { CallHeaders, CallOptions } from '../transport.js'

/** {@link CallHeaders} with short names, and how the request goes on. */
export interface RequestHeader {
  t?: string
  i: string
  d: number
  p?: string
  c?: string
  u?: string
  /** Idempotency key and body hash. */
  k?: [string, string]
  /** Answer with a stream. */
  s?: 1
  /** The input follows in parts. */
  n?: 1
}

export function requestHeader({ headers }: CallOptions, stream: boolean, chunked: boolean): RequestHeader {
  return {
    t: headers.token,
    i: headers.requestId,
    d: headers.deadlineAt,
    p: headers.traceparent,
    c: headers.clientIp,
    u: headers.userAgent,
    k: headers.idempotency && [headers.idempotency.key, headers.idempotency.bodyHash],
    s: stream ? 1 : undefined,
    n: chunked ? 1 : undefined,
  }
}

export function callHeaders(header: RequestHeader): CallHeaders {
  return {
    token: header.t,
    requestId: header.i,
    deadlineAt: header.d,
    traceparent: header.p,
    clientIp: header.c,
    userAgent: header.u,
    idempotency: header.k && { key: header.k[0], bodyHash: header.k[1] },
  }
}
