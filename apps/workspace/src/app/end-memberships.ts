import { Inject } from '@nestjs/common'
import { CloseAccount, EndMemberships, SoleOwner, SubscriptionRuns } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { Database } from '@linkflow/postgres'
import { CLOCK, HOST, Handles } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { endMemberships, lockMemberships } from '../adapters/postgres/memberships-of-user.js'
import { isSoleOwner } from '../domain/membership-to-end.js'

@Handles(EndMemberships)
export class EndMembershipsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {}

  async handle(user: Input<typeof EndMemberships>, ctx: RequestContext): Promise<Output<typeof EndMemberships>> {
    const closed = new Set<string>()
    for (;;) {
      const open = await this.end(user, closed)
      if (open.length === 0) return {}
      // Between two looks, so that nobody waits for billing with a lock.
      for (const workspaceId of open) await this.closeAccount(workspaceId, ctx)
      for (const workspaceId of open) closed.add(workspaceId)
    }
  }

  /** Ends all memberships, unless a workspace would go whose account is not closed: then it gives those, and ends none. */
  private end(user: Input<typeof EndMemberships>, closed: ReadonlySet<string>): Promise<string[]> {
    return this.database.system('end the memberships of a user', async (tx) => {
      const memberships = await lockMemberships(tx, user.userId)
      const workspaces = memberships.filter(isSoleOwner).map(({ workspaceId: id, name }) => ({ id, name }))
      if (workspaces.length > 0) throw SoleOwner({ workspaces })
      const alone = memberships.filter(({ others }) => others === 0).map(({ workspaceId }) => workspaceId)
      const open = alone.filter((workspaceId) => !closed.has(workspaceId))
      if (open.length === 0) await endMemberships(tx, user, { memberships, now: this.clock.now() })
      return open
    })
  }

  /** Nobody is to be charged for what is gone. */
  private async closeAccount(workspaceId: string, { requestId, deadlineAt }: RequestContext): Promise<void> {
    const ctx = this.host.identity('workspace').serviceContext({ workspaceId, requestId, deadlineAt })
    const { isBilled } = await this.messaging.call(CloseAccount, {}, ctx)
    if (isBilled) throw SubscriptionRuns()
  }
}
