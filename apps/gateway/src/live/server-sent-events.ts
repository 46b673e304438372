import { ListExecutionEvents } from '@linkflow/contracts'
import type { ExecutionEvent } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PassThrough } from 'node:stream'
import type { Edge } from '../edge.js'
import { readCredentials } from '../identity/read-credentials.js'
import type { ExecutionFeed } from './execution-feed.js'
import { Lease } from './lease.js'

const HEARTBEAT_MS = 15_000
/** A reader that lags behind by so many bytes is cut off; it comes back with Last-Event-ID. */
const MAX_BUFFERED_BYTES = 1024 * 1024

export interface EventStreamRequest {
  request: FastifyRequest
  reply: FastifyReply
  ctx: RequestContext
  /** Input of the contract: which execution, after which event. */
  input: Readonly<Record<string, unknown>>
}

/**
 * Answers with the live events of an execution as server-sent events; `id` is the sequence. Ends after the last event.
 * When there is nothing left to tell it answers 204, by which an EventSource knows not to come back.
 *
 * @throws ExecutionNotFound, Forbidden, before anything is sent
 */
export async function sendEvents(edge: Edge, asked: EventStreamRequest): Promise<FastifyReply> {
  const { request, reply, ctx, input } = asked
  const { executionId, lastSeq } = input as { executionId: string; lastSeq: number }
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  })
  if (request.method === 'HEAD') {
    await edge.messaging.call(ListExecutionEvents, { executionId, afterSeq: lastSeq }, ctx)
    return reply.send()
  }
  const stream = new PassThrough()
  let told = false
  const write = (text: string) => {
    told = true
    stream.write(text)
    if (stream.readableLength + stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy()
  }
  const feed = edge.feeds.create(ctx, {
    executionId,
    afterSeq: lastSeq,
    listener: { onEvent: (event) => write(frame(event)), onEnd: () => stream.end() },
  })
  stream.on('close', () => edge.feeds.release(feed))
  await feed.start().catch((error: unknown) => {
    reply.removeHeader('content-type').removeHeader('cache-control')
    edge.feeds.release(feed)
    throw error
  })
  if (!told && stream.writableEnded) {
    edge.feeds.release(feed)
    return reply.code(204).removeHeader('content-type').send()
  }
  // The first bytes make the headers go out.
  if (!told) write(': open\n\n')
  keepAlive(edge, asked, { stream, feed })
  return reply.send(stream)
}

function keepAlive(
  { authenticator, feeds, host }: Edge,
  { request }: EventStreamRequest,
  { stream, feed }: { stream: PassThrough; feed: ExecutionFeed },
): void {
  const end = () => {
    feed.close()
    stream.end()
  }
  const shown = { credentials: readCredentials(request.headers), address: request.address }
  const now = host.clock.now().getTime()
  const lease = new Lease(authenticator, shown, request.caller!, end, now)
  const heartbeat = setInterval(() => {
    stream.write(': still here\n\n')
    void lease.check()
  }, HEARTBEAT_MS)
  const forget = feeds.onShutdown(end)
  stream.on('close', () => {
    clearInterval(heartbeat)
    lease.release()
    forget()
  })
}

function frame(event: ExecutionEvent): string {
  return `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
