import type { Client, Reply } from '../client.js'
import type { Request } from './fixtures.js'

/** Sends a request as somebody. */
export function send(client: Client, { method, path, query, body, headers }: Request): Promise<Reply> {
  return client.ask(method, `${client.url}${path}${queryText(query)}`, { body, headers })
}

function queryText(query: Request['query']): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  return search.size === 0 ? '' : `?${search}`
}
