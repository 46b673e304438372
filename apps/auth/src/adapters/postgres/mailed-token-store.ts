import { Inject, Injectable } from '@nestjs/common'
import { Database } from '@linkflow/postgres'
import type { MailedPurpose, MailedToken } from '../../domain/mailed-token.js'
import type { User } from '../../domain/user.js'

/** Hashes of tokens in e-mails. They belong to a person: all access is by the system opening. */
@Injectable()
export class MailedTokenStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Keeps a token for the address it is mailed to, in place of an earlier one. */
  put(user: Pick<User, 'id' | 'email'>, { purpose, hash, expiresAt }: MailedToken): Promise<void> {
    return this.database.system('keep a mailed token', async (tx) => {
      await tx.query(
        `insert into mailed_tokens (user_id, purpose, token_hash, email, expires_at) values ($1, $2, $3, $4, $5)
         on conflict (user_id, purpose)
         do update set token_hash = excluded.token_hash, email = excluded.email, expires_at = excluded.expires_at`,
        [user.id, purpose, hash, user.email, expiresAt],
      )
    })
  }

  /** Whose a token is that can still be used. */
  findUserId(purpose: MailedPurpose, hash: Buffer, now: Date): Promise<string | undefined> {
    return this.database.system('owner of a mailed token', async (tx) => {
      const [row] = await tx.query<{ user_id: string }>(
        `select user_id from mailed_tokens where token_hash = $1 and purpose = $2 and expires_at > $3`,
        [hash, purpose, now],
      )
      return row?.user_id
    })
  }

  /** Uses a token up to confirm the address it was mailed to; whether there was such a token. */
  verifyEmail(hash: Buffer, now: Date): Promise<boolean> {
    return this.database.system('confirm an e-mail address', async (tx) => {
      const verified = await tx.query(
        `with used as (
           delete from mailed_tokens where token_hash = $1 and purpose = 'verify-email' and expires_at > $2
           returning user_id, email)
         update users set email_verified_at = $2 from used where users.id = used.user_id and users.email = used.email
         returning 1`,
        [hash, now],
      )
      return verified.length > 0
    })
  }

  /** Uses a token up to set a password and end all sessions; whether there was such a token. */
  resetPassword(hash: Buffer, passwordHash: string, now: Date): Promise<boolean> {
    return this.database.system('reset a password', async (tx) => {
      // Deleting locks the row: of two who use it at once, one finds nothing.
      const [used] = await tx.query<{ user_id: string; email: string }>(
        `delete from mailed_tokens where token_hash = $1 and purpose = 'reset-password' and expires_at > $2
         returning user_id, email`,
        [hash, now],
      )
      if (!used) return false
      // Whoever reads the mail has the address, which is what a confirmation would show.
      await tx.query(
        `update users set password_hash = $2,
           email_verified_at = case when email = $3 then coalesce(email_verified_at, $4) else email_verified_at end
         where id = $1`,
        [used.user_id, passwordHash, used.email, now],
      )
      await tx.query(
        `update sessions set revoked_at = $2, revoked_for = 'password' where user_id = $1 and revoked_at is null`,
        [used.user_id, now],
      )
      return true
    })
  }
}
