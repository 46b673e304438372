import { Inject, Injectable } from '@nestjs/common'
import type { Permission } from '@linkflow/contracts'
import { Database, decodeCursor } from '@linkflow/postgres'
import type { Opening, Transaction } from '@linkflow/postgres'
import type { ApiKey } from '../../domain/api-key-view.js'

interface ApiKeyRow {
  workspace_id: string
  id: string
  user_id: string
  name: string
  prefix: string
  permissions: Permission[]
  created_at: Date
  expires_at: Date | null
  allowed_addresses: string[] | null
  last_used_at: Date | null
}

const COLUMNS =
  'workspace_id, id, user_id, name, prefix, permissions, created_at, expires_at, allowed_addresses, last_used_at'
/** Not revoked, not expired at `$2`. */
const VALID = '(revoked_at is null and (expires_at is null or expires_at > $2))'

/** API keys of workspaces; only their hashes. */
@Injectable()
export class ApiKeyStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Gives the id, which is what the audit log says was made. */
  insert(ctx: Opening, key: ApiKey, hash: Buffer): Promise<Pick<ApiKey, 'id'>> {
    return this.database.transact(ctx, async (tx) => {
      const { id, userId, name, prefix, permissions, createdAt, expiresAt, allow } = key
      await tx.query(
        `insert into api_keys
           (workspace_id, id, user_id, name, prefix, key_hash, permissions, created_at, expires_at, allowed_addresses)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [tx.workspaceId, id, userId, name, prefix, hash, permissions, createdAt, expiresAt, allow],
      )
      return { id }
    })
  }

  /** A key of the workspace that can be used now. */
  findValid(ctx: Opening, id: string, now: Date): Promise<ApiKey | undefined> {
    return this.database.read(ctx, async (reader) => {
      const [row] = await reader.query<ApiKeyRow>(
        `select ${COLUMNS} from api_keys where id = $1 and ${VALID} and workspace_id = $3`,
        [id, now, reader.workspaceId],
      )
      return row && keyOf(row)
    })
  }

  /** Keys that were not revoked, newest first, one more than `limit` when there are more. */
  list(ctx: Opening, page: { limit: number; cursor?: string }): Promise<ApiKey[]> {
    const after = decodeCursor(page.cursor)
    return this.database.read(ctx, async (reader) => {
      const rows = await reader.query<ApiKeyRow>(
        `select ${COLUMNS} from api_keys
         where workspace_id = $1 and revoked_at is null
           and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
         order by created_at desc, id desc limit $4`,
        [reader.workspaceId, after?.at, after?.id, page.limit + 1],
      )
      return rows.map(keyOf)
    })
  }

  /** Whether there was such a key to revoke. */
  revoke(ctx: Opening, id: string, now: Date): Promise<boolean> {
    return this.database.transact(ctx, async (tx) => {
      const revoked = await tx.query(
        `update api_keys set revoked_at = $3 where workspace_id = $1 and id = $2 and revoked_at is null returning 1`,
        [tx.workspaceId, id, now],
      )
      return revoked.length > 0
    })
  }

  /** Revokes what somebody made in the transaction's workspace up to an instant. */
  async revokeAllOf(tx: Transaction, userId: string, madeUntil: Date, now: Date): Promise<void> {
    await tx.execute(
      `update api_keys set revoked_at = $4
       where workspace_id = $1 and user_id = $2 and created_at <= $3 and revoked_at is null`,
      [tx.workspaceId, userId, madeUntil, now],
    )
  }

  /** The valid key of that hash, whichever its workspace is: the key tells the workspace. Its use is noted. */
  use(hash: Buffer, now: Date): Promise<(ApiKey & { workspaceId: string }) | undefined> {
    return this.database.system('resolve an API key', async (tx) => {
      const [row] = await tx.query<ApiKeyRow>(`select ${COLUMNS} from api_keys where key_hash = $1 and ${VALID}`, [
        hash,
        now,
      ])
      if (!row) return undefined
      // At most once a minute: a busy key would write a row per request for the sake of a display.
      await tx.query(
        `update api_keys set last_used_at = $3
         where workspace_id = $1 and id = $2 and (last_used_at is null or last_used_at <= $3::timestamptz - interval '1 minute')`,
        [row.workspace_id, row.id, now],
      )
      return { ...keyOf(row), workspaceId: row.workspace_id }
    })
  }
}

function keyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    allow: row.allowed_addresses ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
