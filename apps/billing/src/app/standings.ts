import { Inject, Injectable } from '@nestjs/common'
import { SubscriptionChanged } from '@linkflow/contracts'
import type { SubscriptionView } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import type { Reader, Transaction } from '@linkflow/postgres'
import { CLOCK, CONFIG } from '@linkflow/service'
import { lockSubscription, readSubscription } from '../adapters/postgres/subscriptions.js'
import type { BillingConfig } from '../config.js'
import { Catalog } from '../domain/catalog.js'
import { standingOf, subscriptionView } from '../domain/subscription.js'
import type { Standing, Subscription } from '../domain/subscription.js'

/** Which plan holds for a workspace now. */
@Injectable()
export class Standings {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Catalog) private readonly catalog: Catalog,
    @Inject(CONFIG) private readonly config: BillingConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How the workspace of a call stands. */
  get(ctx: RequestContext): Promise<{ subscription: Subscription; standing: Standing }> {
    return this.database.read(ctx, (reader) => this.read(reader))
  }

  /** The same, as people see it. */
  getView(ctx: RequestContext): Promise<SubscriptionView> {
    return this.database.read(ctx, (reader) => this.view(reader))
  }

  /** The same, after what the caller had Stripe change: enters that into the audit log. */
  recordChange(ctx: RequestContext): Promise<SubscriptionView> {
    return this.database.transact(ctx, (tx) => this.view(tx))
  }

  async read(reader: Reader, workspaceId?: string): Promise<{ subscription: Subscription; standing: Standing }> {
    const subscription = await readSubscription(reader, workspaceId)
    return { subscription, standing: this.of(subscription) }
  }

  async view(reader: Reader): Promise<SubscriptionView> {
    const { subscription, standing } = await this.read(reader)
    return subscriptionView(subscription, standing)
  }

  /** Runs a change of a workspace's subscription, one at a time, and tells others when it changed what holds. */
  async change(tx: Transaction, workspaceId: string, apply: (before: Standing) => Promise<void>): Promise<void> {
    await lockSubscription(tx, workspaceId, this.clock.now())
    const { standing: before } = await this.read(tx, workspaceId)
    await apply(before)
    const after = factOf((await this.read(tx, workspaceId)).standing)
    if (JSON.stringify(factOf(before)) !== JSON.stringify(after))
      await tx.publish(SubscriptionChanged, workspaceId, after, workspaceId)
  }

  private of(subscription: Subscription): Standing {
    const { BILLING_PAYMENT_GRACE_DAYS: graceDays } = this.config
    return standingOf(subscription, this.catalog, { now: this.clock.now(), graceDays })
  }
}

const factOf = ({ plan, source, status }: Standing) => ({ planId: plan.id, source, status })
