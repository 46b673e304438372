import { Inject } from '@nestjs/common'
import { EndMemberships, GetSubscription, SoleOwner, SubscriptionRuns } from '@linkflow/contracts'
import type { Input, Output, Permission } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { Database } from '@linkflow/postgres'
import { CLOCK, HOST, Handles } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { endMemberships, lockMemberships } from '../adapters/postgres/memberships-of-user.js'
import { isSoleOwner } from '../domain/membership-to-end.js'

const READ_BILLING: Permission = 'billing:read'

@Handles(EndMemberships)
export class EndMembershipsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {}

  async handle(user: Input<typeof EndMemberships>, ctx: RequestContext): Promise<Output<typeof EndMemberships>> {
    await this.database.system('end the memberships of a user', async (tx) => {
      const memberships = await lockMemberships(tx, user.userId)
      const workspaces = memberships.filter(isSoleOwner).map(({ workspaceId: id, name }) => ({ id, name }))
      if (workspaces.length > 0) throw SoleOwner({ workspaces })
      for (const { workspaceId, others } of memberships) if (others === 0) await this.assertNotPaidFor(workspaceId, ctx)
      await endMemberships(tx, user, { memberships, now: this.clock.now() })
    })
    return {}
  }

  /** Nobody is to be charged for what is gone. */
  private async assertNotPaidFor(workspaceId: string, { requestId, deadlineAt }: RequestContext): Promise<void> {
    const own = this.host.identity('workspace').serviceContext({ workspaceId, requestId, deadlineAt })
    const ctx = { ...own, permissions: new Set([READ_BILLING]) }
    const { source, status } = await this.messaging.call(GetSubscription, {}, ctx)
    if (source === 'stripe' && status !== 'ended') throw SubscriptionRuns()
  }
}
