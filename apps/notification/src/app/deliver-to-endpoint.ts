import { Inject, Injectable } from '@nestjs/common'
import { NodeFailed, SendRequest } from '@linkflow/contracts'
import { Problem } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK, HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { EndpointStore } from '../adapters/postgres/endpoint-store.js'
import { endpointRequest } from '../domain/endpoint-request.js'
import type { ClaimedMessage, EndpointContent, Outcome } from '../domain/outgoing-message.js'

/** Answers that may be different the next time, besides those of 500 and above. */
const PASSING = new Set([408, 425, 429])

/** Sends to an address a user gave: by the node service, which has the only way out to such addresses. */
@Injectable()
export class DeliverToEndpoint {
  constructor(
    @Inject(EndpointStore) private readonly endpoints: EndpointStore,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(HOST) private readonly host: Host,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async deliver({ id, workspaceId, createdAt }: ClaimedMessage, content: EndpointContent): Promise<Outcome> {
    const provider = content.kind
    const endpoint = workspaceId && (await this.endpoints.open({ workspaceId }, content.endpointId))
    if (!endpoint) return { kind: 'failed', provider, error: 'endpoint deleted', permanent: true }
    const request = endpointRequest(endpoint, content, { id, createdAt, at: this.clock.now() })
    const deadlineAt = Date.now() + SendRequest.timeoutMs
    const ctx = this.host.identity('notification').serviceContext({ workspaceId, deadlineAt })
    try {
      const { status } = await this.messaging.call(SendRequest, { method: 'POST', ...request }, ctx)
      if (status >= 200 && status < 300) return { kind: 'sent', provider }
      return { kind: 'failed', provider, error: String(status), permanent: status < 500 && !PASSING.has(status) }
    } catch (error) {
      if (NodeFailed.is(error)) {
        const { failure, retryable } = error.params
        return { kind: 'failed', provider, error: failure.code, permanent: !retryable }
      }
      if (error instanceof Problem) return { kind: 'failed', provider, error: error.code, permanent: false }
      throw error
    }
  }
}
