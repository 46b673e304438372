import { HAS_OWN_ROLES, rolesOf } from '@linkflow/postgres'
import { Client } from 'pg'
import type { QueryResult, QueryResultRow } from 'pg'

/**
 * A connection of its own in the system role, for statements that write for many workspaces at once. It reconnects when it
 * is lost; a statement that was under way then fails and its outcome is unknown.
 */
export class SystemConnection {
  private client: Promise<Client> | undefined
  private closed = false

  constructor(
    private readonly url: string,
    private readonly reason: string,
  ) {}

  /** Runs a named prepared statement. */
  async query<R extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<QueryResult<R>> {
    const client = await (this.client ??= this.connect())
    return client.query<R>({ name, text, values })
  }

  async close(): Promise<void> {
    this.closed = true
    const client = await this.client?.catch(() => undefined)
    await client?.end()
  }

  private async connect(): Promise<Client> {
    if (this.closed) throw new Error('The connection was closed.')
    const client = new Client({
      connectionString: this.url,
      application_name: `linkflow-execution ${this.reason}`,
      options: '-c search_path=execution,public',
    })
    const forget = () => (this.client = undefined)
    client.on('error', forget)
    client.on('end', forget)
    try {
      await client.connect()
      const { system } = rolesOf('execution')
      const { rows } = await client.query<{ separate: boolean }>(`select ${HAS_OWN_ROLES} as separate`, [system])
      if (rows[0]?.separate) await client.query(`set role ${system}`)
      await client.query(`select set_config('app.system', $1, false)`, [this.reason])
      return client
    } catch (error) {
      forget()
      throw error
    }
  }
}

/** Whether an error came with an SQLSTATE that blames the data; a lost connection and a server in trouble do not. */
export function blamesData(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && /^(22|23|54)/.test(code)
}
