import { Inject, Injectable } from '@nestjs/common'
import { UserDeleted } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Listens } from '@linkflow/service'
import { endMemberships, lockMemberships } from '../adapters/postgres/memberships-of-user.js'

/** Ends what a deleted user joined or was given after their memberships had ended; mostly there is nothing left. */
@Injectable()
@Listens(UserDeleted, 'forget-user')
export class ForgetUser {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By the system opening, in a transaction of its own: it spans workspaces, and may be repeated. */
  on(user: EventData<typeof UserDeleted>): Promise<void> {
    return this.database.system('forget a user', async (tx) => {
      const memberships = await lockMemberships(tx, user.userId)
      await endMemberships(tx, user, { memberships, now: this.clock.now() })
    })
  }
}
