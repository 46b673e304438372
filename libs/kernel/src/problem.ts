import type { z } from 'zod'

/** What an RFC 9457 problem document carries besides its members: see {@link Problem.toDocument}. */
export type ProblemParams = Record<string, unknown>

/**
 * A declared failure. Thrown anywhere, it reaches the caller unchanged across services and becomes an
 * `application/problem+json` document at the edge. Make one with {@link defineProblem}.
 */
export class Problem extends Error {
  override readonly name = 'Problem'

  constructor(
    /** `<service>/<what-happened>`, stable for ever. */
    readonly code: string,
    /** HTTP status, 400-599. */
    readonly status: number,
    /** One sentence that does not change from occurrence to occurrence. */
    readonly title: string,
    /** Declared members of the document. Never a secret. */
    readonly params: ProblemParams = {},
    detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail ?? title, options)
  }

  get detail(): string {
    return this.message
  }

  /** The document of RFC 9457; `instance` is the trace id of the request. */
  toDocument(instance?: string): ProblemDocument {
    return {
      ...this.params,
      type: `https://linkflow.dev/problems/${this.code}`,
      title: this.title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(instance === undefined ? {} : { instance }),
    }
  }

  /** The form that crosses a process boundary. */
  toWire(): WireProblem {
    return { code: this.code, status: this.status, title: this.title, params: this.params, detail: this.detail }
  }

  static fromWire(wire: WireProblem): Problem {
    return new Problem(wire.code, wire.status, wire.title, wire.params, wire.detail)
  }
}

export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  code: string
  instance?: string
  [member: string]: unknown
}

export interface WireProblem {
  code: string
  status: number
  title: string
  params: ProblemParams
  detail: string
}

/** What is known of a problem before it occurs. */
export interface DeclaredProblem {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly params: z.ZodType | undefined
}

/** A problem as declared once: call it to make an occurrence, ask `is` to recognise one. */
export interface ProblemType<P extends ProblemParams = ProblemParams> extends DeclaredProblem {
  (params?: P, options?: ErrorOptions): Problem
  is(error: unknown): error is Problem & { params: P }
}

export interface ProblemDeclaration<P extends ProblemParams> {
  code: string
  status: number
  title: string
  /** Schema of the members besides the standard ones. */
  params?: z.ZodType<P>
  /** Text for one occurrence, from its members. */
  detail?: (params: P) => string
}

/**
 * Declares a problem.
 *
 * @example
 * const DraftChanged = defineProblem({ code: 'workflow/draft-changed', status: 412, title: 'The draft has changed.' })
 * throw DraftChanged({ currentRevision: 4 })
 */
export function defineProblem<P extends ProblemParams>(declaration: ProblemDeclaration<P>): ProblemType<P> {
  const { code, status, title, params, detail } = declaration
  const create = (given?: P, options?: ErrorOptions) =>
    new Problem(code, status, title, given ?? {}, detail && given ? detail(given) : undefined, options)
  return Object.assign(create, {
    code,
    status,
    title,
    params,
    is: (error: unknown): error is Problem & { params: P } => error instanceof Problem && error.code === code,
  })
}
