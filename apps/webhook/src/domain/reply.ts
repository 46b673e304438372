import type { RawReply } from '@linkflow/contracts'
import type { Problem } from '@linkflow/kernel'

const WITHOUT_BODY = new Set([204, 205, 304])

export function jsonReply(status: number, value: unknown): RawReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) }
}

/** A problem as an answer of our own, where headers go with it. */
export function problemReply(problem: Problem, instance: string, headers: Record<string, string> = {}): RawReply {
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify(problem.toDocument(instance)),
  }
}

/** An answer somebody wrote: text is text unless its headers say otherwise, everything else is JSON. */
export function valueReply(given: { status: number; headers: Record<string, string>; body: unknown }): RawReply {
  const { status, body } = given
  const headers = Object.fromEntries(Object.entries(given.headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (body === undefined || WITHOUT_BODY.has(status)) return { status, headers, body: '' }
  const isText = typeof body === 'string'
  headers['content-type'] ??= isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
  return { status, headers, body: isText ? body : JSON.stringify(body) }
}
