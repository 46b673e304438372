import { Unavailable, isId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import type { PoolClient } from 'pg'
import type { DataSource, QueryRunner } from 'typeorm'
import { once } from './idempotency.js'
import type { Idempotency } from './idempotency.js'
import { recordChange } from './record-change.js'
import { rolesOf } from './roles.js'
import type { Dependent } from './schema.js'
import { Reader, Transaction } from './transaction.js'
import { verifyDatabase } from './verify-database.js'

/** What opens a database for a workspace: the call's context, or just the id where the workspace acts by itself. */
export type Opening = Pick<RequestContext, 'workspaceId' | 'traceparent'> &
  Partial<Pick<RequestContext, 'principal' | 'change' | 'client'>> & { idempotency?: Idempotency }

/** A service's database: opened for one workspace to read or to write, or for the system with a reason. */
export class Database {
  private hasOwnRoles = false
  private afterPublish: () => void = () => {}

  constructor(
    readonly dataSource: DataSource,
    readonly service: string,
    readonly dependents: readonly Dependent[] = [],
  ) {}

  /**
   * Refuses a role that row-level security does not bind and a schema that lacks migrations; learns whether the system
   * role exists.
   *
   * @throws StartError
   */
  async verify(): Promise<void> {
    this.hasOwnRoles = await verifyDatabase(this.dataSource, this.service)
  }

  /** Called after a transaction that published has committed. */
  onPublished(wake: () => void): void {
    this.afterPublish = wake
  }

  /** Reads rows of the context's workspace. @throws Unavailable when no connection is to be had */
  async read<T>(ctx: Opening, fn: (reader: Reader) => Promise<T>): Promise<T> {
    const workspaceId = workspaceOf(ctx)
    return this.run(enterWorkspace(workspaceId, 'read only'), (runner) => fn(new Reader(runner, workspaceId)))
  }

  /**
   * Reads and writes rows of the context's workspace and publishes events, all or nothing. With an `Idempotency-Key` it
   * runs `fn` once and gives its answer to every repeat. What a person changes is told to the audit log.
   *
   * @throws Unavailable when no connection is to be had; IdempotencyConflict
   */
  async transact<T>(ctx: Opening, fn: (tx: Transaction) => Promise<T>): Promise<T> {
    const workspaceId = workspaceOf(ctx)
    const { idempotency, change } = ctx
    const work = async (tx: Transaction) => {
      const answer = await fn(tx)
      await recordChange(tx, ctx, { service: this.service, answer })
      return answer
    }
    const result = await this.write(
      enterWorkspace(workspaceId, ''),
      (runner) => new Transaction(runner, { workspaceId, service: this.service, ...causeOf(ctx) }),
      (tx) => (idempotency ? once(tx, idempotency, () => work(tx)) : work(tx)),
    )
    if (change) change.recorded = true
    return result
  }

  /** Works on what has no workspace yet or spans several; the reason shows in the database's activity view. */
  async system<T>(reason: string, fn: (tx: Transaction) => Promise<T>): Promise<T> {
    const role = this.hasOwnRoles ? `set local role ${rolesOf(this.service).system};` : ''
    return this.write(
      `begin; ${role} select set_config('app.system', '${reason.replaceAll("'", '') || 'system'}', true)`,
      (runner) => new Transaction(runner, { service: this.service }),
      fn,
    )
  }

  private async write<T>(
    enter: string,
    open: (runner: QueryRunner) => Transaction,
    fn: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    let published = false
    const result = await this.run(enter, async (runner) => {
      const tx = open(runner)
      const answer = await fn(tx)
      published = tx.hasPublished
      return answer
    })
    if (published) this.afterPublish()
    return result
  }

  private async run<T>(enter: string, fn: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner()
    const client = await this.connect(runner)
    try {
      await client.query(enter)
      const result = await fn(runner)
      await commit(client)
      return result
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    } finally {
      await runner.release()
    }
  }

  private async connect(runner: QueryRunner): Promise<PoolClient> {
    try {
      return await runner.connect()
    } catch (cause) {
      await runner.release()
      throw Unavailable({ service: this.service }, { cause })
    }
  }
}

/** After a failed statement whose error somebody swallowed, PostgreSQL answers a commit with a rollback, and no error. */
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  if (command !== 'COMMIT') throw new Error('A statement of the transaction failed unheard: nothing was written.')
}

function workspaceOf(ctx: Opening): string {
  if (ctx.workspaceId === undefined || !isId(ctx.workspaceId))
    throw new Error('The database was opened without a workspace.')
  return ctx.workspaceId
}

/** Who and what an event of this transaction comes from. */
function causeOf({ traceparent, principal }: Opening): { traceparent?: string; actor?: string } {
  const actor = principal && 'id' in principal ? `${principal.kind}:${principal.id}` : undefined
  return { traceparent, actor }
}

/** One round trip begins the transaction and binds it to the workspace. */
function enterWorkspace(workspaceId: string, mode: string): string {
  return `begin ${mode}; select set_config('app.workspace_id', '${workspaceId}', true)`
}
