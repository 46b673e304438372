import { Inject } from '@nestjs/common'
import {
  AddressRefused,
  ReceiveWebhook,
  SignatureInvalid,
  StartTriggered,
  TooManyDeliveries,
  WebhookNotFound,
} from '@linkflow/contracts'
import type { RawReply } from '@linkflow/contracts'
import { MethodNotAllowed, Problem, Unavailable, newId } from '@linkflow/kernel'
import type { Clock, Item, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CLOCK, CONFIG, HOST, Handles } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import type { WebhookConfig } from '../config.js'
import { isAllowed } from '../domain/allowed-address.js'
import { answer } from '../domain/answer.js'
import type { Started } from '../domain/answer.js'
import { checkRequest } from '../domain/check-request.js'
import { toItem } from '../domain/delivery-item.js'
import { bodySize } from '../domain/delivery-request.js'
import type { DeliveryRequest } from '../domain/delivery-request.js'
import type { Delivery } from '../domain/delivery.js'
import { eventIdOf, idempotencyKeyOf } from '../domain/event-id.js'
import { handshakeReply } from '../domain/handshake.js'
import { problemReply } from '../domain/reply.js'
import type { Webhook } from '../domain/webhook.js'
import { callAgain } from './call-again.js'
import { DeliveryLog } from './delivery-log.js'
import { DeliveryRate } from './delivery-rate.js'
import { KnownWebhooks } from './known-webhooks.js'
import { Secrets } from './secrets.js'

const WAIT_MS = 30_000
/** Left of the caller's time for the way back. */
const RETURN_MS = 500
const WAIT_FOR = { immediately: 'accepted', 'last-node': 'finished', 'respond-node': 'response' } as const

/**
 * The hot path. Nothing here waits for this service's own database: what a token means is remembered, and a delivery is
 * safe when the execution service says so.
 */
@Handles(ReceiveWebhook)
export class ReceiveWebhookHandler {
  constructor(
    @Inject(KnownWebhooks) private readonly known: KnownWebhooks,
    @Inject(Secrets) private readonly secrets: Secrets,
    @Inject(DeliveryLog) private readonly log: DeliveryLog,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
    @Inject(DeliveryRate) private readonly rate: DeliveryRate,
    @Inject(CONFIG) private readonly config: WebhookConfig,
  ) {}

  async handle(request: DeliveryRequest, caller: RequestContext): Promise<RawReply> {
    const instance = instanceOf(caller)
    const webhook = await this.find(request.token)
    if (!webhook) return retryLater(instance)
    const receivedAt = this.clock.now()
    const delivery: Delivery = {
      id: newId(receivedAt.getTime()),
      workspaceId: webhook.workspaceId,
      webhookId: webhook.id,
      receivedAt,
      outcome: 'accepted',
      status: 200,
      method: request.method,
      sizeBytes: bodySize(request),
    }
    try {
      const reply = await this.take(webhook, request, { ctx: contextFor(webhook, caller), delivery, instance })
      delivery.status = reply.status
      return reply
    } catch (error) {
      const reply = this.refuse(error, delivery, instance)
      if (!reply) throw error
      return reply
    } finally {
      this.log.add(delivery)
    }
  }

  /** Undefined when it cannot be told now whether there is such a webhook. */
  private async find(token: string): Promise<Webhook | undefined> {
    let webhook: Webhook | undefined
    try {
      webhook = await this.known.find(token)
    } catch (error) {
      this.host.logger('webhook').warn({ err: error }, 'webhook not looked up')
      return undefined
    }
    if (!webhook) throw WebhookNotFound()
    return webhook
  }

  private async take(
    webhook: Webhook,
    request: DeliveryRequest,
    { ctx, delivery, instance }: { ctx: RequestContext; delivery: Delivery; instance: string },
  ): Promise<RawReply> {
    if (webhook.method !== 'ANY' && webhook.method !== request.method)
      throw MethodNotAllowed({ allowed: [webhook.method] })
    const nowMs = delivery.receivedAt.getTime()
    this.limit(webhook, request.address, nowMs)
    const secrets = await this.secrets.of(webhook, ctx)
    const proof = { secrets, nowMs, publicUrl: this.config.LINKFLOW_PUBLIC_URL }
    const refused = await checkRequest(webhook.verify, request, proof)
    if (refused !== undefined) {
      delivery.reason = refused
      throw SignatureInvalid()
    }
    const item = toItem(request, webhook.verify)
    const handshake = handshakeReply(webhook, item, nowMs)
    if (handshake) {
      delivery.reason = 'A handshake: answered, nothing started.'
      return handshake
    }
    delivery.eventId = eventIdOf(webhook, request, item, nowMs)
    const started = await this.start(webhook, item, { eventId: delivery.eventId, ctx })
    delivery.executionId = started.executionId
    if (started.duplicate) delivery.outcome = 'duplicate'
    return answer(webhook, started, instance)
  }

  /** @throws AddressRefused | TooManyDeliveries */
  private limit({ id, allow, maxPerMinute }: Webhook, address: string, nowMs: number): void {
    if (allow && !isAllowed(address, allow)) throw AddressRefused()
    const waitMs = maxPerMinute === undefined ? 0 : this.rate.take(id, maxPerMinute, nowMs)
    if (waitMs > 0) throw TooManyDeliveries({ retryAfterSeconds: Math.ceil(waitMs / 1000) })
  }

  private start(
    webhook: Webhook,
    item: Item,
    { eventId, ctx }: { eventId: string | undefined; ctx: RequestContext },
  ): Promise<Started> {
    const until = ctx.deadlineAt - RETURN_MS
    const call = () => {
      const left = Math.min(webhook.timeoutMs ?? WAIT_MS, until - Date.now())
      const input = {
        workflowId: webhook.workflowId,
        version: webhook.version,
        nodeId: webhook.nodeId,
        trigger: 'webhook' as const,
        items: [{ ...item }],
        ...(eventId === undefined ? {} : { idempotencyKey: idempotencyKeyOf(webhook.id, eventId) }),
        waitFor: WAIT_FOR[webhook.respond],
        waitMs: Math.max(0, Math.floor(left)),
      }
      return this.messaging.call(StartTriggered, input, ctx)
    }
    // Without an id a second call could start a second execution; the sender is told to come back instead.
    return eventId === undefined ? call() : callAgain(call, until)
  }

  /** Notes why a delivery was not taken; gives the answer when the sender has to send it again. */
  private refuse(error: unknown, delivery: Delivery, instance: string): RawReply | undefined {
    const problem = error instanceof Problem ? error : undefined
    delivery.reason ??= problem?.title ?? 'Something went wrong on our side.'
    if (problem && problem.status < 500) {
      delivery.outcome = 'rejected'
      delivery.status = problem.status
      if (!TooManyDeliveries.is(problem)) return undefined
      return problemReply(problem, instance, { 'retry-after': String(problem.params.retryAfterSeconds) })
    }
    if (!problem) this.host.logger('webhook').error({ err: error, webhookId: delivery.webhookId }, 'delivery failed')
    delivery.outcome = 'failed'
    delivery.status = 503
    return retryLater(instance, problem?.status === 503 ? problem : undefined)
  }
}

/** Nothing was promised: senders keep the delivery and come back. */
function retryLater(instance: string, problem: Problem = Unavailable({ service: 'webhook' })): RawReply {
  return problemReply(problem, instance, { 'retry-after': '1' })
}

/** In the webhook's workspace, and without the sender's signal: what was sent runs even when the sender hangs up. */
function contextFor(
  webhook: Webhook,
  { principal, requestId, deadlineAt, traceparent }: RequestContext,
): RequestContext {
  return { principal, permissions: new Set(), workspaceId: webhook.workspaceId, requestId, deadlineAt, traceparent }
}

/** The trace of the request when it has one, else its id. */
function instanceOf({ traceparent, requestId }: RequestContext): string {
  return traceparent?.split('-')[1] ?? requestId
}
