import type { OnModuleDestroy } from '@nestjs/common'
import { NodeError } from '@linkflow/nodes'
import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
import type { AllowList } from './allow-list.js'
import type { Budget } from './budget.js'
import { guardedConnector } from './guard.js'
import type { Resolver } from './guard.js'
import { networkError } from './network-error.js'
import { readBody } from './read-body.js'
import { nextHop } from './redirect.js'
import type { Hop } from './redirect.js'

const MAX_REDIRECTS = 5
const ALWAYS_SECRET = ['authorization', 'cookie', 'proxy-authorization']

export interface EgressOptions {
  allow: AllowList
  connectTimeoutMs: number
  /** Longest silence before the headers and between two pieces of the body. */
  idleTimeoutMs: number
  resolver?: Resolver
}

export interface EgressRequest extends Hop {
  /** Lower-case names of headers that no other origin may see, besides `authorization` and `cookie`. */
  secretHeaders: readonly string[]
  followRedirects: boolean
  /** How much of the answer may be read; without one nobody wants to: it comes without its body. */
  budget?: Budget
  signal: AbortSignal
}

export interface EgressResponse {
  status: number
  /** Lower-case names; values of a repeated header are joined by a comma. */
  headers: Record<string, string>
  body: Buffer
  /** Where it came from, after redirects. */
  url: URL
}

/** The one way out: every request of every node leaves through here. */
export class Egress implements OnModuleDestroy {
  private readonly agent: Agent

  constructor({ allow, connectTimeoutMs, idleTimeoutMs, resolver }: EgressOptions) {
    this.agent = new Agent({
      connect: guardedConnector(allow, connectTimeoutMs, resolver),
      headersTimeout: idleTimeoutMs,
      bodyTimeout: idleTimeoutMs,
      keepAliveTimeout: 4_000,
    })
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @throws NodeError `http/blocked-address`, `http/dns`, `http/connection`, `http/tls`, `http/timeout`,
   * `http/response-too-large`, `http/invalid-request`, `http/invalid-response`, `http/too-many-redirects`
   * @throws Cancelled when the signal is aborted for another reason than time
   */
  async send(request: EgressRequest): Promise<EgressResponse> {
    const secretHeaders = new Set([...ALWAYS_SECRET, ...request.secretHeaders])
    let { method, url, headers, body }: Hop = request
    for (let redirects = 0; ; redirects++) {
      const hop: Hop = { method, url, headers, body }
      try {
        const response = await this.dispatch(hop, request.signal)
        const given = flatHeaders(response.headers)
        const next = request.followRedirects
          ? nextHop(hop, { status: response.statusCode, location: given.location }, secretHeaders)
          : undefined
        if (!next) return await answerOf(hop, response, given, request)
        await skip(response.body, request.signal)
        if (redirects === MAX_REDIRECTS)
          throw new NodeError('http/too-many-redirects', `There were more than ${MAX_REDIRECTS} redirects.`)
        ;({ method, url, headers, body } = next)
      } catch (error) {
        throw networkError(error, url.host, request.signal)
      }
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.agent.close()
  }

  private dispatch({ method, url, headers, body }: Hop, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return this.agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: method as Dispatcher.HttpMethod,
      headers,
      body: body ?? null,
      signal,
    })
  }
}

async function answerOf(
  { method, url }: Hop,
  { statusCode, body }: Dispatcher.ResponseData,
  headers: Record<string, string>,
  { budget, signal }: EgressRequest,
): Promise<EgressResponse> {
  if (!budget) {
    // What it says or whether it ever ends changes nothing: the answer is there.
    await skip(body, signal).catch(() => undefined)
    return { status: statusCode, headers, body: Buffer.alloc(0), url }
  }
  // Such a response says how its body would be compressed and has none.
  const isEmpty = method === 'HEAD' || statusCode === 204 || statusCode === 304 || headers['content-length'] === '0'
  const bytes = await readBody(body, isEmpty ? '' : (headers['content-encoding'] ?? ''), budget)
  return { status: statusCode, headers, body: bytes, url }
}

/** Lets go of a body; a short one is read to its end, so that the connection can be used again. */
async function skip(body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<void> {
  await body.dump({ limit: 64 * 1024, signal })
}

function flatHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')])
  return Object.fromEntries(flat) as Record<string, string>
}
