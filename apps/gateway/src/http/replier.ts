import { Nothing } from '@linkflow/contracts'
import type { RawReply } from '@linkflow/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpContract } from './http-contract.js'
import { API_PREFIX } from './http-contract.js'
import { coversEtag } from './if-match.js'
import { sendRaw } from './raw-reply.js'

type Members = Readonly<Record<string, unknown>>

/** Sends the output of a contract. */
export type Replier = (request: FastifyRequest, reply: FastifyReply, output: unknown) => FastifyReply

/** How a contract answers, decided once. */
export function replier(contract: HttpContract): Replier {
  const { http } = contract
  if (http.reply === 'raw') return (_request, reply, output) => sendRaw(reply, output as RawReply)
  if (contract.output === Nothing) return (_request, reply) => reply.code(http.status ?? 204).send()
  // What a workspace holds is nobody's to keep, except a browser that asks again each time.
  const caching = http.etag !== undefined && http.method === 'GET' ? 'private, no-cache' : 'no-store'
  return (request, reply, output) => {
    const members = output as Members
    const status = statusOf(contract, members)
    reply.header('cache-control', caching)
    if (http.location !== undefined && (status === 201 || status === 202))
      reply.header(
        'location',
        API_PREFIX + http.location.replace(/:(\w+)/g, (_, name: string) => String(members[name])),
      )
    if (http.etag !== undefined) {
      const etag = `"${String(members[http.etag])}"`
      reply.header('etag', etag)
      const known = request.headers['if-none-match']
      if (known !== undefined && http.method === 'GET' && coversEtag(known, etag)) return reply.code(304).send()
    }
    return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(output))
  }
}

function statusOf({ http }: HttpContract, output: Members): number {
  const { statusWhen } = http
  if (statusWhen && output[statusWhen.member] === statusWhen.value) return statusWhen.status
  return http.status ?? 200
}
