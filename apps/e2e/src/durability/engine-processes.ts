import { until } from '@linkflow/testing'
import type { System } from '../system.js'

/** Settings with which a process that is gone is noticed quickly. */
export const quickLeases = { EXECUTION_LEASE_MS: '2000', EXECUTION_POLL_MS: '100' }

/** Knows which execution process has which lease, by starting them one after the other. */
export class EngineProcesses {
  private readonly names = new Map<string, string>()

  private constructor(private readonly system: System) {}

  /** Of a system that was started with a single execution process. */
  static async of(system: System): Promise<EngineProcesses> {
    const processes = new EngineProcesses(system)
    await processes.learn('execution')
    return processes
  }

  /** Starts one more, or again. */
  async start(name: string): Promise<void> {
    await this.system.restart(name)
    await this.learn(name)
  }

  /** Name of the process that owns an execution; undefined while nobody does. */
  async ownerOf(executionId: string): Promise<string | undefined> {
    const [row] = await this.system.database.query<{ owner: string | null }>(
      `select owner from execution.execution_leases where execution_id = $1`,
      [executionId],
    )
    return this.names.get(row?.owner ?? '')
  }

  /** Whether the database still takes a process for alive. */
  async isAlive(name: string): Promise<boolean> {
    const rows = await this.system.database.query<{ process_id: string }>(
      `select process_id from execution.process_leases where expires_at > now()`,
    )
    return rows.some(({ process_id }) => this.names.get(process_id) === name)
  }

  private async learn(name: string): Promise<void> {
    const id = await until(`${name} has a lease`, async () => {
      const rows = await this.system.database.query<{ process_id: string }>(
        `select process_id from execution.process_leases`,
      )
      return rows.find(({ process_id }) => !this.names.has(process_id))?.process_id
    })
    this.names.set(id, name)
  }
}
