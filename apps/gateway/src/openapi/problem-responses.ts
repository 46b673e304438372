import {
  BodyMalformed,
  BodyTooLarge,
  Forbidden,
  IdempotencyConflict,
  IdempotencyInFlight,
  InputInvalid,
  InternalError,
  MediaTypeUnsupported,
  RateLimited,
  Unauthenticated,
  Unavailable,
  DeadlineExceeded,
} from '@linkflow/kernel'
import type { DeclaredProblem } from '@linkflow/kernel'
import { WorkspaceNotFound } from '@linkflow/contracts'
import { STATUS_CODES } from 'node:http'
import { readsQuery } from '../http/http-contract.js'
import type { HttpContract } from '../http/http-contract.js'
import { reference } from './schemas.js'
import type { JsonSchema, Schemas } from './schemas.js'

/** Every problem an operation may answer with: its own, and those of the way to it. */
export function problemsOf(contract: HttpContract): readonly DeclaredProblem[] {
  const { access, http, idempotent } = contract
  const problems: DeclaredProblem[] = [InputInvalid, RateLimited, InternalError, Unavailable, DeadlineExceeded]
  if (access.kind !== 'public') problems.push(Unauthenticated, WorkspaceNotFound)
  if (access.kind === 'permission') problems.push(Forbidden)
  if (!readsQuery(contract)) problems.push(BodyTooLarge, MediaTypeUnsupported)
  if (!readsQuery(contract) && http.body !== 'raw') problems.push(BodyMalformed)
  if (idempotent) problems.push(IdempotencyConflict, IdempotencyInFlight)
  return [...new Set([...contract.problems, ...problems])]
}

/** The responses of an operation's problems, by status. */
export function problemResponses(contract: HttpContract, schemas: Schemas): Record<string, unknown> {
  const byStatus = new Map<number, DeclaredProblem[]>()
  for (const problem of problemsOf(contract))
    byStatus.set(problem.status, [...(byStatus.get(problem.status) ?? []), problem])
  return Object.fromEntries(
    [...byStatus].map(([status, problems]) => [String(status), response(status, problems, schemas)]),
  )
}

function response(status: number, problems: readonly DeclaredProblem[], schemas: Schemas): unknown {
  const references = problems.map((problem) => problemSchema(problem, schemas))
  return {
    description: problems.map(({ title }) => title).join(' ') || STATUS_CODES[status],
    ...(status === 429 && { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } } }),
    content: {
      'application/problem+json': { schema: references.length === 1 ? references[0] : { oneOf: references } },
    },
  }
}

/** The schema of one problem document, kept under a name made from its code: `workflow/not-found`. */
function problemSchema(problem: DeclaredProblem, schemas: Schemas): JsonSchema {
  const name = `Problem.${problem.code.replaceAll('/', '.')}`
  const members = problem.params === undefined ? {} : schemas.output(problem.params)
  schemas.add('Problem', base)
  schemas.add(name, {
    allOf: [
      reference('Problem'),
      {
        type: 'object',
        properties: {
          ...members.properties,
          code: { const: problem.code },
          status: { const: problem.status },
          title: { const: problem.title },
        },
      },
    ],
  })
  return reference(name)
}

const base: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. Decide on `code`; the texts are for people.',
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    code: { type: 'string' },
    instance: { type: 'string', description: 'Trace or request id: quote it when you ask for help.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
}
