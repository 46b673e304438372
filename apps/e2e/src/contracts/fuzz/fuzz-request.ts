import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { requestOf } from '../fixtures.js'
import type { Operation } from '../operations.js'
import type { Account } from '../../client.js'
import type { JsonSchema } from '../minimal-value.js'
import { mutated } from './mutate.js'
import { schemaArbitrary } from './schema-arbitrary.js'
import { toJsonText, wildValue } from './wild-value.js'

/** What is sent, apart from who sends it. */
export interface FuzzRequest {
  /** From the root, with the query. */
  url: string
  body?: string | Uint8Array<ArrayBuffer>
  headers: Record<string, string>
}

/** Values that mean something to a service, where a schema admits many that do not; undefined leaves the member out. */
const hints: Readonly<Record<string, readonly unknown[]>> = {
  active: ['true', 'false'],
  cursor: [undefined],
  data: [{ secret: 'hush' }, { name: 'X-Key', value: 'hush' }, { username: 'a', password: 'b' }],
  email: ['fuzz-1@example.com', 'FUZZ-2@example.com', ' fuzz-3@example.com'],
  nodeId: ['hook', undefined],
  password: ['violet-Tram-4711-yes', 'amber-Boat-1147-no'],
  type: ['generic', 'header', 'basic'],
}

function memberArbitrary(name: string, schema: JsonSchema, ids: readonly string[]): Arbitrary<unknown> {
  const any = schemaArbitrary(schema, ids)
  const known = hints[name]
  if (!known) return any
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: any })
}

function validInput({ members, required }: Operation, ids: readonly string[]): Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.entries(members).map(([name, schema]) => [name, memberArbitrary(name, schema, ids)])
  return fc.record(Object.fromEntries(arbitraries) as Record<string, Arbitrary<unknown>>, {
    requiredKeys: [...required],
  })
}

/**
 * Requests for an operation: valid ones, ones with something wrong, and nonsense.
 *
 * @param ids UUIDs that exist, in this workspace and in another
 */
export async function fuzzRequests(op: Operation, account: Account, ids: string[]): Promise<Arbitrary<FuzzRequest>> {
  const given = await requestOf(op, account)
  const valid = validInput(op, ids)
  const usual = fc.constant(given.body ?? given.query)
  const input = fc.oneof(
    { weight: 1, arbitrary: usual },
    { weight: 4, arbitrary: valid },
    { weight: 2, arbitrary: mutated(usual, ids) },
    { weight: 4, arbitrary: mutated(valid, ids) },
    { weight: 1, arbitrary: wildValue },
  )
  const raw = op.contract.http.body === 'raw'
  return fc
    .record({
      path: pathArbitrary(op, given.path, ids),
      query: op.inQuery ? input.map(queryOf) : fc.constant(''),
      body: op.inQuery ? fc.constant(undefined) : raw ? bytes : bodyArbitrary(input),
      type: fc.constantFrom(...(raw ? ['application/json', 'text/plain', 'x'] : ['application/json'])),
      bound: fc.record(
        Object.fromEntries([...Object.keys(given.headers), 'idempotency-key'].map((name) => [name, headerValue])),
        { requiredKeys: [] },
      ),
      usual: fc.boolean(),
    })
    .map(({ path, query, body, type, bound, usual }) => ({
      url: path + (query === '' ? '' : `?${query}`),
      ...(body !== undefined && { body }),
      headers: {
        ...(body !== undefined && { 'content-type': type }),
        ...(usual ? given.headers : bound),
      },
    }))
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => new Uint8Array(array))

/** JSON, now and then cut off. */
function bodyArbitrary(input: Arbitrary<unknown>): Arbitrary<string> {
  const whole = input.map((value) => toJsonText(value ?? null))
  const cut = fc.tuple(whole, fc.nat(1000)).map(([text, at]) => text.slice(0, at % (text.length + 1)))
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: cut })
}

const headerValue = fc.oneof(
  fc.constantFrom('*', '"1"', 'W/"2"', '0', '-1', '1e9', '"999999999999999999"', 'x'.repeat(300), '"a", "b"'),
  fc.stringMatching(/^[!-~]{1,20}$/),
)

/** The path of things that exist; or with an id of something else, or with nonsense. */
function pathArbitrary(op: Operation, given: string, ids: readonly string[]): Arbitrary<string> {
  const replace = (value: string) =>
    op.parameters.reduce(
      (path, parameter) =>
        path.replace(
          parameter,
          parameter.replace(/:\w+$/, () => value),
        ),
      op.path,
    )
  if (op.parameters.length === 0) return fc.constant(given)
  const nonsense = fc.oneof(
    fc.constantFrom(
      '0',
      '-1',
      'null',
      '%00',
      '%ff',
      '%E0%A4%A',
      '%2e%2e',
      'x'.repeat(200),
      '1e3',
      'NaN',
      '%F0%9F%92%A9',
    ),
    fc.string({ minLength: 1, maxLength: 20 }).map(encodeURIComponent),
    fc.constantFrom(...ids).map((id) => id.toUpperCase()),
  )
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(given) },
    { weight: 2, arbitrary: fc.constantFrom(...ids).map(replace) },
    { weight: 1, arbitrary: fc.uuid({ version: 7 }).map(replace) },
    { weight: 1, arbitrary: nonsense.map(replace) },
  )
}

/** A query that says what an object says, as far as a query can. */
function queryOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return encodeURIComponent(String(value))
  const search = new URLSearchParams()
  for (const [name, member] of Object.entries(value).filter(([, member]) => member !== undefined))
    for (const one of Array.isArray(member) ? member.slice(0, 3) : [member])
      search.append(name, typeof one === 'object' ? JSON.stringify(one).slice(0, 500) : String(one).slice(0, 2000))
  return search.toString()
}
