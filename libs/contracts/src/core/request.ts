import type { DeclaredProblem } from '@linkflow/kernel'
import { z } from 'zod'
import type { Access, Permission, ServiceName } from './access.js'
import type { HttpBinding, HttpOptions, HttpMethod } from './http.js'

/** One operation, declared once; routes, validation, permissions, the wire and the documentation derive from it. */
export interface RequestContract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'request'
  readonly service: ServiceName
  readonly name: string
  /** Where the request travels: `req.<service>.<name>.v1`. */
  readonly subject: string
  readonly summary: string
  readonly http: HttpBinding | undefined
  readonly access: Access
  readonly input: I
  readonly output: O
  readonly problems: readonly DeclaredProblem[]
  /** How long a caller waits for the answer, in milliseconds. */
  readonly timeoutMs: number
  /** Largest encoded input or output in bytes; above 512 KiB the transport sends it in chunks. */
  readonly maxBytes: number
  /** The handler may work long and sends heartbeats meanwhile. */
  readonly long: boolean
  /** A repeat with the same `Idempotency-Key` is given the first answer. */
  readonly idempotent: boolean
  /** What it changes is entered into the audit log of the workspace. */
  readonly audit: boolean
  /** What the entry says it was done to, with members of the input: ids, never what somebody wrote. */
  readonly auditResource?: string
}

export type Input<C extends RequestContract> = z.output<C['input']>
export type InputGiven<C extends RequestContract> = z.input<C['input']>
export type Output<C extends RequestContract> = z.output<C['output']>

export interface RequestDeclaration<I extends z.ZodType, O extends z.ZodType> {
  /** One sentence for the API documentation. */
  summary: string
  http?: readonly [HttpMethod, path: string, options?: HttpOptions]
  access: Permission | Access
  input: I
  output: O
  problems?: readonly DeclaredProblem[]
  timeoutMs?: number
  maxBytes?: number
  long?: boolean
  idempotent?: boolean
  /** By default true for what needs a permission and is no GET. */
  audit?: boolean
  /** `members/:userId`; by default what the path names last. */
  auditResource?: string
}

/** What fits into one message on every transport. */
export const MESSAGE_LIMIT_BYTES = 512 * 1024

/** Declares an operation of `service`. */
export function request<I extends z.ZodType, O extends z.ZodType>(
  service: ServiceName,
  name: string,
  declaration: RequestDeclaration<I, O>,
): RequestContract<I, O> {
  const { access, http } = declaration
  return Object.freeze({
    kind: 'request' as const,
    service,
    name,
    subject: `req.${service}.${name}.v1`,
    summary: declaration.summary,
    http: http && { method: http[0], path: http[1], ...http[2] },
    access: typeof access === 'string' ? { kind: 'permission' as const, permission: access } : access,
    input: declaration.input,
    output: declaration.output,
    problems: declaration.problems ?? [],
    timeoutMs: declaration.timeoutMs ?? 10_000,
    maxBytes: declaration.maxBytes ?? MESSAGE_LIMIT_BYTES,
    long: declaration.long ?? false,
    idempotent: declaration.idempotent ?? false,
    audit: declaration.audit ?? (typeof access === 'string' && http !== undefined && http[0] !== 'GET'),
    ...(declaration.auditResource !== undefined && { auditResource: declaration.auditResource }),
  })
}

/** The output of an operation that answers with nothing (204). */
export const Nothing = z.strictObject({})
