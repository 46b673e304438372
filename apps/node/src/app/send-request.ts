import { Inject } from '@nestjs/common'
import { NodeFailed, SendRequest } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { NodeError } from '@linkflow/nodes'
import { Handles } from '@linkflow/service'
import { Egress } from '../egress/egress.js'
import { targetUrl } from '../egress/target-url.js'

/** Lets other services reach addresses that users gave without a way out of their own. */
@Handles(SendRequest)
export class SendRequestHandler {
  constructor(@Inject(Egress) private readonly egress: Egress) {}

  async handle(input: Input<typeof SendRequest>, ctx: RequestContext): Promise<Output<typeof SendRequest>> {
    const timeout = AbortSignal.timeout(input.timeoutMs)
    try {
      const { status, headers } = await this.egress.send({
        method: input.method,
        url: targetUrl(input.url),
        headers: input.headers,
        body: Buffer.from(input.body),
        secretHeaders: [],
        followRedirects: false,
        signal: ctx.signal ? AbortSignal.any([timeout, ctx.signal]) : timeout,
      })
      return { status, ...(headers['retry-after'] === undefined ? {} : { retryAfter: headers['retry-after'] }) }
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      throw NodeFailed({ failure: { ...error.failure }, retryable: error.retryable }, { cause: error })
    }
  }
}
