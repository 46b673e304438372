import { InputInvalid } from '@linkflow/kernel'
import type { InputError } from '@linkflow/kernel'
import { inputErrors } from '@linkflow/service'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { HttpContract } from './http-contract.js'
import { pathMembers, readsQuery } from './http-contract.js'
import { readIfMatch } from './if-match.js'
import { strictSchema } from './strict-schema.js'
import { readText, textType } from './text-member.js'
import type { Properties, TextType } from './text-member.js'

/** The parts of a request that hold input. */
export interface RequestParts {
  params: Readonly<Record<string, string>>
  query: Readonly<Record<string, string | readonly string[]>>
  headers: IncomingHttpHeaders
  /** The value of a JSON body; undefined without one. */
  body: unknown
}

/** Input that the contract admits: as it goes on the wire, and as its schema reads it. */
export interface ReadInput {
  input: Readonly<Record<string, unknown>>
  parsed: Readonly<Record<string, unknown>>
}

/** Reads a contract's input from the path, then the query or the body, then bound headers. */
export class InputReader {
  private readonly schema: z.ZodType
  private readonly path: readonly string[]
  private readonly headers: readonly (readonly [header: string, member: string])[]
  private readonly fromQuery: boolean
  /** Members that the path and headers give: nobody else may. */
  private readonly reserved: ReadonlySet<string>
  private readonly types: ReadonlyMap<string, TextType>

  constructor(contract: HttpContract) {
    this.schema = strictSchema(contract.input)
    this.path = pathMembers(contract)
    this.headers = Object.entries(contract.http.headers ?? {})
    this.fromQuery = readsQuery(contract)
    this.reserved = new Set([...this.path, ...this.headers.map(([, member]) => member)])
    const { properties = {} } = z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' })
    this.types = new Map(Object.entries(properties as Properties).map(([name, property]) => [name, textType(property)]))
  }

  /**
   * @throws InputInvalid with a JSON pointer for everything that is wrong
   */
  read(parts: RequestParts): ReadInput {
    const errors: InputError[] = []
    const input = this.fromQuery ? this.readQuery(parts, errors) : this.readBody(parts, errors)
    for (const name of this.path) {
      const text = parts.params[name === 'path' ? '*' : name]
      if (text !== undefined) input[name] = readText(name, this.typeOf(name), text, errors)
    }
    for (const [header, name] of this.headers) this.readHeader(header, name, parts, { input, errors })
    const result = this.schema.safeParse(input)
    if (!result.success) {
      const told = new Set(errors.map(({ pointer }) => pointer))
      errors.push(...inputErrors(result.error).filter(({ pointer }) => !told.has(pointer)))
    }
    if (errors.length > 0 || !result.success) throw InputInvalid({ errors })
    return { input, parsed: result.data as ReadInput['parsed'] }
  }

  private readQuery({ query, body }: RequestParts, errors: InputError[]): Record<string, unknown> {
    const input: Record<string, unknown> = {}
    for (const name of Object.keys(query)) {
      if (this.refuses(name)) errors.push(unknownMember(name))
      else input[name] = readText(name, this.typeOf(name), query[name]!, errors)
    }
    if (body !== undefined) errors.push(...Object.keys(objectOf(body)).map(unknownMember))
    return input
  }

  private readBody({ query, body }: RequestParts, errors: InputError[]): Record<string, unknown> {
    const input: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(body === undefined ? {} : objectOf(body))) {
      if (this.refuses(name)) errors.push(unknownMember(name))
      else input[name] = value
    }
    errors.push(...Object.keys(query).map(unknownMember))
    return input
  }

  private readHeader(
    header: string,
    name: string,
    { headers }: RequestParts,
    { input, errors }: { input: Record<string, unknown>; errors: InputError[] },
  ): void {
    const value = headers[header]
    if (value === undefined) return
    const text = Array.isArray(value) ? value.join(', ') : value
    const read = header === 'if-match' ? readIfMatch(text) : readText(name, this.typeOf(name), text, errors)
    if (read !== undefined) input[name] = read
  }

  private typeOf(name: string): TextType {
    return this.types.get(name) ?? 'text'
  }

  private refuses(name: string): boolean {
    return this.reserved.has(name) || name === '__proto__'
  }
}

function objectOf(body: unknown): object {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  throw InputInvalid({ errors: [{ pointer: '', code: 'invalid-type', message: 'The body must be a JSON object.' }] })
}

function unknownMember(name: string): InputError {
  return {
    pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    code: 'unknown-member',
    message: `There is no member "${name}" here.`,
  }
}
