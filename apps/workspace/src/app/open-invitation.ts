import { Inject, Injectable } from '@nestjs/common'
import { InvitationInvalid } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK } from '@linkflow/service'
import { findByToken, takeInvitation } from '../adapters/postgres/invitations.js'
import type { TokenFound } from '../adapters/postgres/invitations.js'
import { hashInvitationToken } from '../domain/invitation.js'
import type { Invitation } from '../domain/invitation.js'

/** Invitations as whoever holds their token meets them. */
@Injectable()
export class OpenInvitation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws InvitationInvalid */
  async find(token: string): Promise<TokenFound> {
    const found = await this.database.system('invitation by its token', (tx) =>
      findByToken(tx, hashInvitationToken(token), this.clock.now()),
    )
    if (!found) throw InvitationInvalid()
    return found
  }

  /**
   * Uses the token up, in a transaction of its workspace.
   *
   * @throws InvitationInvalid
   */
  async take(token: string, tx: Transaction): Promise<Invitation> {
    const taken = await takeInvitation(tx, hashInvitationToken(token), this.clock.now())
    if (!taken) throw InvitationInvalid()
    return taken
  }
}
