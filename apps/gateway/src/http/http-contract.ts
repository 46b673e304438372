import type { HttpBinding, RequestContract } from '@linkflow/contracts'
import { requestContracts } from '@linkflow/contracts'

/** A contract that people can reach. */
export type HttpContract = RequestContract & { readonly http: HttpBinding }

/** Where the versioned interface begins. */
export const API_PREFIX = '/api/v1'

const hasHttp = (contract: RequestContract): contract is HttpContract => contract.http !== undefined

/** Every contract that people can reach. */
export const httpContracts: readonly HttpContract[] = requestContracts.filter(hasHttp)

/** The path of a contract from the root, in Fastify's syntax. */
export function fullPath({ http }: HttpContract): string {
  return http.versioned === false ? http.path : API_PREFIX + http.path
}

/** The paths a contract is registered at: one that ends in a wildcard also answers without the rest. */
export function routePaths(contract: HttpContract): readonly string[] {
  const path = fullPath(contract)
  return path.endsWith('/*') ? [path.slice(0, -2), path] : [path]
}

/** The methods of a contract besides HEAD, which Fastify adds to GET. OPTIONS belongs to CORS. */
export function routeMethods({ http }: HttpContract): readonly string[] {
  return http.method === 'ANY' ? ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] : [http.method]
}

/** Input members that come from the path; the wildcard is the member `path`. */
export function pathMembers(contract: HttpContract): readonly string[] {
  const path = fullPath(contract)
  const named = [...path.matchAll(/:([A-Za-z0-9]+)/g)].map((match) => match[1]!)
  return path.endsWith('/*') ? [...named, 'path'] : named
}

/** Whether the input comes from the query; else it is the body, which a DELETE has only when it says so. */
export function readsQuery({ http }: HttpContract): boolean {
  return http.method === 'GET' || (http.method === 'DELETE' && http.body !== 'json')
}

const MIB = 1024 * 1024

/** Largest body a contract takes, in bytes. */
export function bodyLimit({ http, maxBytes }: HttpContract): number {
  if (http.body === 'raw') return 16 * MIB
  return maxBytes > MIB ? 2 * MIB : MIB
}
