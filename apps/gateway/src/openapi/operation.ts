import { Nothing, SessionRequired } from '@linkflow/contracts'
import { STATUS_CODES } from 'node:http'
import { pathMembers, readsQuery } from '../http/http-contract.js'
import type { HttpContract } from '../http/http-contract.js'
import { problemResponses } from './problem-responses.js'
import type { JsonSchema, Schemas } from './schemas.js'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: JsonSchema
  description?: string
}

/** One operation of the document. */
export function operation(contract: HttpContract, schemas: Schemas, operationId: string): unknown {
  const input = schemas.input(contract.input)
  const { http, access, summary } = contract
  return {
    operationId,
    summary,
    tags: [contract.service],
    ...(access.kind === 'permission' && { description: `Needs the permission \`${access.permission}\`.` }),
    security: securityOf(contract),
    parameters: parameters(contract, input),
    ...(!readsQuery(contract) && { requestBody: requestBody(contract, input) }),
    responses: {
      ...(http.reply === 'raw' ? rawResponse : successes(contract, schemas)),
      ...problemResponses(contract, schemas),
    },
  }
}

/** What is for a person signed in says so by its problem: no key gets further. */
function securityOf({ access, problems }: HttpContract): unknown[] {
  if (access.kind === 'public') return []
  const isPersonal = problems.some(({ code }) => code === SessionRequired.code)
  return isPersonal ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }]
}

function parameters(contract: HttpContract, input: JsonSchema): Parameter[] {
  const { http, access, idempotent } = contract
  const path = pathMembers(contract)
  const bound = Object.entries(http.headers ?? {})
  const parameter = (name: string, from: Parameter['in'], member: string): Parameter => ({
    name,
    in: from,
    required: from === 'path' || (from === 'query' && (input.required?.includes(member) ?? false)),
    schema: input.properties?.[member] ?? { type: 'string' },
  })
  const found = path.map((name) => parameter(name, 'path', name))
  found.push(...bound.map(([header, member]) => parameter(headerName(header), 'header', member)))
  const taken = new Set([...path, ...bound.map(([, member]) => member)])
  if (readsQuery(contract))
    for (const name of Object.keys(input.properties ?? {}))
      if (!taken.has(name)) found.push(parameter(name, 'query', name))
  if (access.kind !== 'public') found.push(workspaceHeader)
  if (idempotent) found.push(idempotencyHeader)
  if (http.etag !== undefined && http.method === 'GET') found.push(ifNoneMatchHeader)
  return found
}

const workspaceHeader: Parameter = {
  name: 'X-Workspace-Id',
  in: 'header',
  required: false,
  schema: { type: 'string', format: 'uuid' },
  description: 'The workspace to work in; the first one you joined when absent. An API key has its own.',
}
const idempotencyHeader: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'A repeat with the same key is given the first answer.',
}
const ifNoneMatchHeader: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'ETag of what you have; answered with 304 when nothing changed.',
}

function requestBody(contract: HttpContract, input: JsonSchema): unknown {
  if (contract.http.body === 'raw') return { content: { '*/*': { schema: {} } } }
  const elsewhere = new Set([...pathMembers(contract), ...Object.values(contract.http.headers ?? {})])
  const schema: JsonSchema = {
    ...input,
    properties: Object.fromEntries(Object.entries(input.properties ?? {}).filter(([name]) => !elsewhere.has(name))),
    required: (input.required ?? []).filter((name) => !elsewhere.has(name)),
    additionalProperties: false,
  }
  return { required: (schema.required?.length ?? 0) > 0, content: { 'application/json': { schema } } }
}

const rawResponse = { default: { description: 'The answer, as it is.', content: { '*/*': { schema: {} } } } }

function successes(contract: HttpContract, schemas: Schemas): Record<string, unknown> {
  const { http, output } = contract
  if (http.reply === 'sse')
    return {
      200: { description: 'Server-sent events.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      204: { description: 'The execution has finished and there is nothing after Last-Event-ID.' },
    }
  if (output === Nothing) return { [http.status ?? 204]: { description: 'Done.' } }
  const content = { 'application/json': { schema: schemas.output(output) } }
  const statuses = [http.status ?? 200, ...(http.statusWhen ? [http.statusWhen.status] : [])]
  const found = Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: STATUS_CODES[status], headers: responseHeaders(contract, status), content },
    ]),
  )
  return http.etag !== undefined && http.method === 'GET' ? { ...found, 304: { description: 'Not modified' } } : found
}

function responseHeaders({ http }: HttpContract, status: number): Record<string, unknown> {
  const text = { schema: { type: 'string' } }
  return {
    'X-Request-Id': text,
    ...(http.etag !== undefined && { ETag: text }),
    ...(http.location !== undefined && (status === 201 || status === 202) && { Location: text }),
  }
}

function headerName(header: string): string {
  return header.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}
