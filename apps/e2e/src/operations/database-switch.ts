import { Client } from 'pg'

/** Takes one database of the cluster away from the services, as a failing server would, and gives it back. */
export class DatabaseSwitch {
  private readonly name: string
  private readonly cluster: string

  constructor(adminUrl: string) {
    const url = new URL(adminUrl)
    this.name = url.pathname.slice(1)
    url.pathname = '/postgres'
    this.cluster = url.toString()
  }

  /** Refuses new connections and ends those of the services. */
  async turnOff(): Promise<void> {
    await this.run(async (client) => {
      await client.query(`alter database ${this.name} with allow_connections false`)
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename like 'linkflow%'`,
        [this.name],
      )
    })
  }

  async turnOn(): Promise<void> {
    await this.run((client) => client.query(`alter database ${this.name} with allow_connections true`))
  }

  private async run(work: (client: Client) => Promise<unknown>): Promise<void> {
    const client = new Client({ connectionString: this.cluster })
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }
}
