import { Inject, Injectable } from '@nestjs/common'
import { UserDeleted } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import { Listens } from '@linkflow/service'
import { forgetPerson } from '../adapters/postgres/forget-person.js'

/** Forgets whoever deleted their account: what they were told, what they chose, where to, and what was still to be sent. */
@Injectable()
@Listens(UserDeleted, 'forget-user')
export class ForgetUser {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** By the system opening, in a transaction of its own: it spans workspaces, and may be repeated. */
  on(user: EventData<typeof UserDeleted>): Promise<void> {
    return this.database.system('forget a user', (tx) => forgetPerson(tx, user))
  }
}
