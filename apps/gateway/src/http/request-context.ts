import type { RequestContext } from '@linkflow/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../identity/authenticator.js'

/** The context of a request that was admitted: what services believe about it. */
export function requestContext(request: FastifyRequest, caller: Caller, timeoutMs: number): RequestContext {
  const { 'user-agent': userAgent } = request.headers
  return {
    principal: caller.principal,
    workspaceId: caller.workspaceId,
    permissions: caller.permissions,
    requestId: request.id,
    deadlineAt: Date.now() + timeoutMs,
    traceparent: request.traceparent,
    client: { ip: request.address, ...(userAgent !== undefined && { userAgent: userAgent.slice(0, 512) }) },
  }
}

/** Aborted when the client goes away before it has its answer. */
export function disconnectSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) controller.abort()
  })
  return controller.signal
}
