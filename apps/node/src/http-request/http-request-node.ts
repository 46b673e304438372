import { Inject } from '@nestjs/common'
import type { Input, RunNode } from '@linkflow/contracts'
import type { Clock, Item, Outputs, RequestContext } from '@linkflow/kernel'
import { HttpRequestParameters, parseParameters } from '@linkflow/nodes'
import { CLOCK, CONFIG, HOST } from '@linkflow/service'
import type { Host, SetTag } from '@linkflow/service'
import type { NodeConfig } from '../config.js'
import { authenticationOf } from '../credentials/authentication.js'
import type { Authentication } from '../credentials/authentication.js'
import { CredentialReleaser } from '../credentials/credential-releaser.js'
import { Budget } from '../egress/budget.js'
import { Egress } from '../egress/egress.js'
import { buildRequest } from './build-request.js'
import { mapInParallel } from './map-in-parallel.js'
import { readResponse } from './read-response.js'
import { statusError } from './status-error.js'

const PARALLEL = 5

interface Attempt {
  parameters: HttpRequestParameters
  authentication: Authentication
  idempotencyKey: string
  budget: Budget
  signal: AbortSignal
  traceparent: string | undefined
}

/** The node `http-request`: one request for each item. */
export class HttpRequestNode {
  constructor(
    @Inject(Egress) private readonly egress: Egress,
    @Inject(CredentialReleaser) private readonly credentials: CredentialReleaser,
    @Inject(CONFIG) private readonly config: NodeConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** @throws NodeError, Cancelled, and the problems of releasing a credential */
  async run(input: Input<typeof RunNode>, ctx: RequestContext): Promise<Outputs> {
    const { requests, idempotencyKey } = input
    // All are read before the first is sent: a mistake in one should not leave the others half done.
    const all = requests.map((request) => parseParameters(HttpRequestParameters, request))
    const authentication = authenticationOf(await this.credentials.release(input, 'auth', ctx))
    const budget = new Budget(this.config.LINKFLOW_EGRESS_MAX_BYTES)
    const signal = signalOf(ctx, input.timeoutMs)
    const main = await mapInParallel(all, { limit: PARALLEL, signal }, async (parameters, index, signal) => {
      const key = requests.length > 1 ? `${idempotencyKey}:${index}` : idempotencyKey
      const attempt = { parameters, authentication, idempotencyKey: key, budget, signal, traceparent: ctx.traceparent }
      return {
        ...(await this.exchange({ json: {}, ...input.items[index] }, attempt)),
        source: [{ index }],
      }
    })
    return { main }
  }

  private exchange(item: Item, attempt: Attempt): Promise<Pick<Item, 'json' | 'binary'>> {
    const { method } = attempt.parameters
    const span = { kind: 'client', component: 'node', tags: { 'http.method': method } } as const
    return this.host.tracing.within(`HTTP ${method}`, attempt.traceparent, span, (traceparent, setTag) =>
      this.send(item, { ...attempt, traceparent }, setTag),
    )
  }

  private async send(item: Item, attempt: Attempt, setTag: SetTag): Promise<Pick<Item, 'json' | 'binary'>> {
    const { parameters, authentication, budget, signal } = attempt
    const { maxBytes, followRedirects, failOnStatus } = parameters
    const request = buildRequest(parameters, item, attempt)
    // Not the whole address: paths and queries hold secrets.
    setTag('peer.hostname', request.url.hostname)
    const response = await this.egress.send({
      ...request,
      secretHeaders: Object.keys(authentication.headers).map((name) => name.toLowerCase()),
      followRedirects,
      budget: maxBytes === undefined ? budget : budget.part(maxBytes),
      signal,
    })
    setTag('http.status_code', response.status)
    const error = failOnStatus
      ? statusError(response, { secrets: authentication.secrets, now: this.clock.now() })
      : undefined
    if (error) throw error
    return readResponse(response, parameters.response)
  }
}

/** Aborted when the caller goes, when the node's time is up, or when nobody waits for the answer any more. */
function signalOf({ signal, deadlineAt }: RequestContext, timeoutMs = Number.POSITIVE_INFINITY): AbortSignal {
  const leftMs = Math.max(0, Math.min(timeoutMs, deadlineAt - Date.now(), 2 ** 31 - 1))
  const timeout = AbortSignal.timeout(Math.floor(leftMs))
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}
