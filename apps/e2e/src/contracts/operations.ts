import { requestContracts } from '@linkflow/contracts'
import type { HttpBinding, RequestContract } from '@linkflow/contracts'
import { z } from 'zod'
import { minimalValue } from './minimal-value.js'
import type { JsonSchema } from './minimal-value.js'

export type HttpContract = RequestContract & { readonly http: HttpBinding }

/** An operation of the public API, as its contract declares it. */
export interface Operation {
  contract: HttpContract
  method: string
  /** `POST /workflows/:workflowId/publish` */
  name: string
  /** From the root, parameters as `:name`; without a trailing wildcard. */
  path: string
  /** Path parameters with the segment before them, which tells what they name: `workflows/:workflowId`. */
  parameters: readonly string[]
  /** Members of the input that a body or a query carries. */
  members: Readonly<Record<string, JsonSchema>>
  required: readonly string[]
  /** Whether members go into the query. */
  inQuery: boolean
}

/** Every operation that people can reach, new ones included. */
export const operations: readonly Operation[] = requestContracts
  .filter((contract): contract is HttpContract => contract.http !== undefined)
  .map(describeOperation)

/** Those that want to know who calls. */
export const guardedOperations = operations.filter(({ contract }) => contract.access.kind !== 'public')

/** The smallest body or query that the contract's schema admits. */
export function minimalInput({ members, required }: Operation): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, minimalValue(members[name]!)]))
}

/** Headers that stand for input members, each with a value that is read without complaint. */
export function boundHeaders({ contract }: Operation): Record<string, string> {
  return Object.fromEntries(
    Object.keys(contract.http.headers ?? {}).map((header) => [header, header === 'if-match' ? '"1"' : '0']),
  )
}

function describeOperation(contract: HttpContract): Operation {
  const { http } = contract
  const method = http.method === 'ANY' ? 'POST' : http.method
  const path = (http.versioned === false ? '' : '/api/v1') + http.path.replace(/\/\*$/, '')
  const schema = z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const elsewhere = new Set([
    ...[...path.matchAll(/:(\w+)/g)].map((match) => match[1]!),
    ...Object.values(http.headers ?? {}),
  ])
  const isMember = (name: string) => http.body !== 'raw' && !elsewhere.has(name)
  return {
    contract,
    method,
    name: `${http.method} ${http.path}`,
    path,
    parameters: [...path.matchAll(/([^/]+\/:\w+)/g)].map((match) => match[1]!),
    members: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isMember(name))),
    required: (schema.required ?? []).filter(isMember),
    inQuery: method === 'GET' || (method === 'DELETE' && http.body !== 'json'),
  }
}
