import type { Client, Reply } from '../client.js'
import type { Request } from './fixtures.js'

/** Sends a request as somebody. */
export function send(client: Client, { method, path, query, body, headers }: Request): Promise<Reply> {
  return client.ask(method, `${client.url}${path}${queryText(query)}`, { body, headers })
}

function queryText(query: Request['query']): string {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
