import { Inject } from '@nestjs/common'
import { CheckInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { CLOCK, Handles } from '@linkflow/service'
import { findByToken } from '../adapters/postgres/invitations.js'
import { hashInvitationToken } from '../domain/invitation.js'

@Handles(CheckInvitation)
export class CheckInvitationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ token, email }: Input<typeof CheckInvitation>): Promise<Output<typeof CheckInvitation>> {
    const found = await this.database.system('invitation by its token', (tx) =>
      findByToken(tx, hashInvitationToken(token), this.clock.now()),
    )
    return { invited: found?.email === email }
  }
}
