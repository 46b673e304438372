import { Inject, Injectable } from '@nestjs/common'
import { NO_WORKSPACE, UserDeleted } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import { hashEmail } from '../../domain/hash-email.js'
import type { Session } from '../../domain/session.js'
import type { User } from '../../domain/user.js'

interface UserRow {
  id: string
  email: string
  email_verified_at: Date | null
  name: string
  password_hash: string
  state: User['state']
  first_workspace_id: string
  created_at: Date
}

/**
 * Users. A person exists before and beside any workspace, so there is no workspace to open the table for: all access
 * is by the system opening, and row-level security closes the table to everything else.
 */
@Injectable()
export class UserStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Stores a user unless the e-mail has one or, with `onlyFirst`, anybody is there already. */
  insert(user: User, onlyFirst: boolean): Promise<'stored' | 'email-taken' | 'not-first'> {
    return this.database.system('register a user', async (tx) => {
      if (onlyFirst) {
        // Two who come first at once would both see an empty table.
        await tx.query(`select pg_advisory_xact_lock(hashtext('linkflow/first-user'))`)
        if ((await tx.query(`select 1 from users limit 1`)).length > 0) return 'not-first'
      }
      const { id, email, name, passwordHash, state, firstWorkspaceId, createdAt } = user
      const inserted = await tx.query(
        `insert into users (id, email, name, password_hash, state, first_workspace_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing returning 1`,
        [id, email, name, passwordHash, state, firstWorkspaceId, createdAt],
      )
      return inserted.length > 0 ? 'stored' : 'email-taken'
    })
  }

  /** Whether the user is still there; otherwise what was made for them meanwhile is to be forgotten as well. */
  activate({ id: userId, email }: Pick<User, 'id' | 'email'>): Promise<boolean> {
    return this.database.system('complete a registration', async (tx) => {
      const activated = await tx.execute(`update users set state = 'active' where id = $1`, [userId])
      if (activated === 0) await publishDeleted(tx, { userId, email })
      return activated > 0
    })
  }

  /** Deletes a user with their sessions, API keys and mailed links, and tells everybody to forget them. */
  delete({ id: userId, email }: User): Promise<void> {
    return this.database.system('delete an account', async (tx) => {
      const deleted = await tx.execute(`delete from users where id = $1`, [userId])
      if (deleted > 0) await publishDeleted(tx, { userId, email })
    })
  }

  /**
   * Changes the password and ends the user's sessions but this one; whether the password was still the old one. Links to
   * reset it stop working.
   */
  changePassword({ id, userId }: Session, hashes: { from: string; to: string }, now: Date): Promise<boolean> {
    return this.database.system('change a password', async (tx) => {
      // Compared again: it may have been changed since it was checked.
      const changed = await tx.query(
        `update users set password_hash = $3 where id = $1 and password_hash = $2 returning 1`,
        [userId, hashes.from, hashes.to],
      )
      if (changed.length === 0) return false
      await tx.query(`delete from mailed_tokens where user_id = $1 and purpose = 'reset-password'`, [userId])
      await tx.query(
        `update sessions set revoked_at = $3, revoked_for = 'password'
         where user_id = $1 and id <> $2 and revoked_at is null`,
        [userId, id, now],
      )
      return true
    })
  }

  findByEmail(email: string): Promise<User | undefined> {
    return this.findBy('user by e-mail', 'email = $1', email)
  }

  findById(id: string): Promise<User | undefined> {
    return this.findBy('user by id', 'id = $1', id)
  }

  private findBy(reason: string, condition: 'email = $1' | 'id = $1', value: string): Promise<User | undefined> {
    return this.database.system(reason, async (tx) => {
      const [row] = await tx.query<UserRow>(
        `select id, email, email_verified_at, name, password_hash, state, first_workspace_id, created_at from users where ${condition}`,
        [value],
      )
      return row && userOf(row)
    })
  }
}

function publishDeleted(tx: Transaction, { userId, email }: { userId: string; email: string }): Promise<void> {
  return tx.publish(UserDeleted, userId, { userId, emailHash: hashEmail(email) }, NO_WORKSPACE)
}

function userOf({ email_verified_at, password_hash, first_workspace_id, created_at, ...row }: UserRow): User {
  return {
    ...row,
    emailVerifiedAt: email_verified_at ?? undefined,
    passwordHash: password_hash,
    firstWorkspaceId: first_workspace_id,
    createdAt: created_at,
  }
}
