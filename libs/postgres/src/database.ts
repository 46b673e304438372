import { IdempotencyConflict, IdempotencyInFlight, isId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import type { DataSource, QueryRunner } from 'typeorm'
import { Reader, Transaction } from './transaction.js'
import { rolesOf } from './schema.js'
import { StartError } from './problems.js'

/** What opens a database for a workspace: the call's context, or just the id where the workspace acts by itself. */
export type Opening = Pick<RequestContext, 'workspaceId'> & {
  idempotency?: Idempotency
  traceparent?: string
}

/** The `Idempotency-Key` of a creating request. */
export interface Idempotency {
  contract: string
  key: string
  bodyHash: string
}

/** A service's database: opened for one workspace to read or to write, or for the system with a reason. */
export class Database {
  private separateRoles = false
  private afterPublish: () => void = () => {}

  constructor(
    readonly dataSource: DataSource,
    readonly service: string,
  ) {}

  /** Refuses a role that row-level security does not bind; learns whether the system role exists. */
  async verify(): Promise<void> {
    const { system } = rolesOf(this.service)
    const [row] = await this.dataSource.query(
      `select rolsuper or rolbypassrls as unbound, exists (select from pg_roles where rolname = $1) as separate
       from pg_roles where rolname = current_user`,
      [system],
    )
    if (row?.unbound)
      throw new StartError(
        `The ${this.service} service was given a database role that bypasses row-level security. Run "npm run migrate" and use the role linkflow_${this.service}.`,
      )
    this.separateRoles = row?.separate ?? false
  }

  /** Called after a transaction that published has committed. */
  onPublished(wake: () => void): void {
    this.afterPublish = wake
  }

  /** Reads rows of the context's workspace. */
  async read<T>(ctx: Opening, fn: (reader: Reader) => Promise<T>): Promise<T> {
    const workspaceId = workspaceOf(ctx)
    return this.run(enterWorkspace(workspaceId, 'read only'), async (runner) => fn(new Reader(runner, workspaceId)))
  }

  /** Reads and writes rows of the context's workspace and publishes events, all or nothing. */
  async transact<T>(ctx: Opening, fn: (tx: Transaction) => Promise<T>): Promise<T> {
    const workspaceId = workspaceOf(ctx)
    let published = false
    const result = await this.run(enterWorkspace(workspaceId, ''), async (runner) => {
      const tx = new Transaction(runner, workspaceId, this.service, ctx.traceparent)
      const answer = ctx.idempotency ? await once(tx, ctx.idempotency, () => fn(tx)) : await fn(tx)
      published = tx.hasPublished
      return answer
    })
    if (published) this.afterPublish()
    return result
  }

  /** Works on what has no workspace yet or spans several; the reason shows in the database's activity view. */
  async system<T>(reason: string, fn: (tx: Transaction) => Promise<T>): Promise<T> {
    let published = false
    const result = await this.run(this.enterSystem(reason), async (runner) => {
      const tx = new Transaction(runner, undefined, this.service)
      const answer = await fn(tx)
      published = tx.hasPublished
      return answer
    })
    if (published) this.afterPublish()
    return result
  }

  private enterSystem(reason: string): string {
    const role = this.separateRoles ? `set local role ${rolesOf(this.service).system};` : ''
    return `begin; ${role} select set_config('app.system', '${reason.replaceAll("'", '')}', true)`
  }

  private async run<T>(enter: string, fn: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner()
    try {
      await runner.connect()
      await runner.query(enter)
      const result = await fn(runner)
      await runner.query('commit')
      return result
    } catch (error) {
      await runner.query('rollback').catch(() => undefined)
      throw error
    } finally {
      await runner.release()
    }
  }
}

function workspaceOf(ctx: Opening): string {
  if (ctx.workspaceId === undefined || !isId(ctx.workspaceId))
    throw new Error('The database was opened without a workspace.')
  return ctx.workspaceId
}

/** One round trip begins the transaction and binds it to the workspace. */
function enterWorkspace(workspaceId: string, mode: string): string {
  return `begin ${mode}; select set_config('app.workspace_id', '${workspaceId}', true)`
}

/** Runs `fn` for the first request with a key; a repeat gets the first answer. */
async function once<T>(tx: Transaction, { contract, key, bodyHash }: Idempotency, fn: () => Promise<T>): Promise<T> {
  // A concurrent request with the same key waits here for the first one's commit.
  const inserted = await tx.query(
    `insert into idempotency_keys (workspace_id, contract, key, body_hash) values ($1, $2, $3, $4)
     on conflict do nothing returning 1`,
    [tx.workspaceId, contract, key, bodyHash],
  )
  if (inserted.length === 0) {
    const [row] = await tx.query<{ body_hash: string; answer: string | null }>(
      `select body_hash, answer from idempotency_keys where workspace_id = $1 and contract = $2 and key = $3`,
      [tx.workspaceId, contract, key],
    )
    if (row && row.body_hash !== bodyHash) throw IdempotencyConflict()
    if (!row?.answer) throw IdempotencyInFlight()
    return JSON.parse(row.answer)
  }
  const answer = await fn()
  await tx.query(`update idempotency_keys set answer = $4 where workspace_id = $1 and contract = $2 and key = $3`, [
    tx.workspaceId,
    contract,
    key,
    JSON.stringify(answer),
  ])
  return answer
}
