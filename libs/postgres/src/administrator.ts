import { Client } from 'pg'
import { StartError } from './problems.js'

const CONNECT_TIMEOUT_MS = 5_000

/**
 * Runs `fn` with a connection of its own and ends it.
 *
 * @throws StartError when the database does not answer or does not let the role in
 */
export async function withConnection<T>(url: string, fn: (client: Client) => Promise<T>): Promise<T> {
  const client = await open(url)
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/**
 * Makes sure that the database of `url` answers, so that a process says so before it starts anything.
 *
 * @throws StartError
 */
export function assertReachable(url: string): Promise<void> {
  return withConnection(url, async () => undefined)
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: whole(url), connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  // Without a listener a server that goes away would end the process; the next query fails anyway.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string }
    throw new StartError(
      `The database at ${placeOf(url)} cannot be reached (${message || code}). Check DATABASE_URL and that it runs.`,
      { cause: error },
    )
  }
}

function whole(url: string): string {
  if (URL.canParse(url)) return url
  throw new StartError('DATABASE_URL is not a URL; it looks like postgres://user:password@host:5432/database.')
}

/** Host, port and database; never the password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}
