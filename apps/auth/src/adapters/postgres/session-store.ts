import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { sessionCutoff } from '../../domain/session.js'
import type { Session, SessionRecord } from '../../domain/session.js'
import type { User } from '../../domain/user.js'
import type { RefreshTokenHashes } from '../../domain/refresh-token.js'

interface SessionRow {
  id: string
  user_id: string
  created_at: Date
  used_at: Date
  ip: string | null
  user_agent: string | null
}

/**
 * Sessions: one row is one family of refresh tokens. They belong to a person, who may be in several workspaces at once,
 * so all access is by the system opening, and row-level security closes the table to everything else.
 */
@Injectable()
export class SessionStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Starts a session, if the password that was verified still holds; the user's sessions that have ended by age go at
   * this occasion.
   */
  start(
    { id: userId, passwordHash }: Pick<User, 'id' | 'passwordHash'>,
    token: RefreshTokenHashes,
    now: Date,
    client: RequestContext['client'] = {},
  ): Promise<Session | undefined> {
    const id = newId(now.getTime())
    return this.database.system('start a session', async (tx) => {
      // Locked: whoever changes the password meanwhile ends this session with the others.
      const held = await tx.query(`select 1 from users where id = $1 and password_hash = $2 for share`, [
        userId,
        passwordHash,
      ])
      if (held.length === 0) return undefined
      await tx.query(`delete from sessions where user_id = $1 and used_at < $2`, [userId, sessionCutoff(now)])
      await tx.query(
        `insert into sessions (id, user_id, family_hash, token_hash, created_at, used_at, ip, user_agent)
         values ($1, $2, $3, $4, $5, $5, $6, $7)`,
        [id, userId, token.family, token.current, now, client.ip, client.userAgent?.slice(0, 512)],
      )
      return { id, userId }
    })
  }

  /**
   * Exchanges the token of a session for its successor. A superseded token is somebody's copy: whoever presents it, the
   * session ends for both.
   */
  rotate(presented: RefreshTokenHashes, successor: RefreshTokenHashes, now: Date): Promise<Session | undefined> {
    return this.database.system('rotate a refresh token', async (tx) => {
      // Locked, because the same token presented twice at once would be exchanged twice.
      const [row] = await tx.query<{ id: string; user_id: string; token_hash: Buffer }>(
        `select id, user_id, token_hash from sessions
         where family_hash = $1 and revoked_at is null and used_at >= $2 for update`,
        [presented.family, sessionCutoff(now)],
      )
      if (!row) return undefined
      if (!row.token_hash.equals(presented.current)) {
        await tx.query(`update sessions set revoked_at = $2, revoked_for = 'reuse' where id = $1`, [row.id, now])
        return undefined
      }
      await tx.query(`update sessions set token_hash = $2, used_at = $3 where id = $1`, [
        row.id,
        successor.current,
        now,
      ])
      return { id: row.id, userId: row.user_id }
    })
  }

  /** Ends a session of the user, if there is one that has not ended; whether there was. */
  end({ id, userId }: Session, now: Date): Promise<boolean> {
    return this.database.system('end a session', async (tx) => {
      const ended = await tx.query(
        `update sessions set revoked_at = $3, revoked_for = 'logout'
         where id = $1 and user_id = $2 and revoked_at is null returning 1`,
        [id, userId, now],
      )
      return ended.length > 0
    })
  }

  endAll(userId: string, now: Date): Promise<void> {
    return this.database.system('end all sessions of a user', async (tx) => {
      await tx.query(
        `update sessions set revoked_at = $2, revoked_for = 'logout' where user_id = $1 and revoked_at is null`,
        [userId, now],
      )
    })
  }

  /** The user's sessions that stand, the one used last first. */
  list(userId: string, now: Date): Promise<SessionRecord[]> {
    return this.database.system('list sessions of a user', async (tx) => {
      const rows = await tx.query<SessionRow>(
        `select id, user_id, created_at, used_at, ip, user_agent from sessions
         where user_id = $1 and revoked_at is null and used_at >= $2 order by used_at desc, id desc limit 100`,
        [userId, sessionCutoff(now)],
      )
      return rows.map(recordOf)
    })
  }

  isActive(id: string, now: Date): Promise<boolean> {
    return this.database.system('check a session', async (tx) => {
      const rows = await tx.query(`select 1 from sessions where id = $1 and revoked_at is null and used_at >= $2`, [
        id,
        sessionCutoff(now),
      ])
      return rows.length > 0
    })
  }
}

function recordOf({ id, user_id, created_at, used_at, ip, user_agent }: SessionRow): SessionRecord {
  return {
    id,
    userId: user_id,
    createdAt: created_at,
    usedAt: used_at,
    ip: ip ?? undefined,
    userAgent: user_agent ?? undefined,
  }
}
