import { NodeError } from '@linkflow/nodes'
import { parseAllowList } from './allow-list.js'
import { Budget } from './budget.js'
import { Egress } from './egress.js'
import type { EgressRequest } from './egress.js'
import type { Resolver } from './guard.js'

export const MEGABYTE = 1024 * 1024

const open: Egress[] = []

/** Closes what a test file opened. */
export const closeEgresses = () => Promise.all(open.splice(0).map((egress) => egress.onModuleDestroy()))

export function egressWith(allow: string, resolver?: Resolver): Egress {
  const egress = new Egress({ allow: parseAllowList(allow), connectTimeoutMs: 2000, idleTimeoutMs: 5000, resolver })
  open.push(egress)
  return egress
}

/** Answers names by a list, one entry for each time it is asked. */
export function resolving(...answers: string[][]): Resolver {
  let asked = 0
  return (_hostname, _options, found) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? []
    found(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

export const send = (egress: Egress, url: string, more: Partial<EgressRequest> = {}) =>
  egress.send({
    method: 'GET',
    url: new URL(url),
    headers: {},
    secretHeaders: [],
    followRedirects: true,
    budget: new Budget(10 * MEGABYTE),
    signal: new AbortController().signal,
    ...more,
  })

/** The code a node error has. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => 'nothing',
    (reason: unknown) => reason,
  )
  if (error instanceof NodeError) return error.failure.code
  throw error
}
