import { ExecutionsFinished, ReceiveStripeEvent, StartCheckout } from '@linkflow/contracts'
import type { EventData, Output } from '@linkflow/contracts'
import { newId, systemClock } from '@linkflow/kernel'
import type { Clock, WorkspaceContext } from '@linkflow/kernel'
import { StripeStandIn, contexts, startServices } from '@linkflow/testing'
import type { SignOptions, StartOptions, StripeSubscriptionObject, TestServices } from '@linkflow/testing'
import { billing } from '../index.js'

export const OPERATOR_KEY = 'an-operator-key-of-32-characters'

const plans = [
  { id: 'free', name: 'Free', quotas: { executionsPerMonth: 10, activeWorkflows: 2, members: 1 } },
  {
    ...{ id: 'team', name: 'Team', quotas: { executionsPerMonth: 100 }, stripePriceId: 'price_team', trialDays: 14 },
    stripeMeteredPriceIds: ['price_team_runs', 'price_tokens'],
  },
  {
    ...{ id: 'scale', name: 'Scale', quotas: {}, stripePriceId: 'price_scale' },
    stripeMeteredPriceIds: ['price_scale_runs', 'price_tokens'],
  },
  { id: 'club', name: 'Club', quotas: { members: 5, concurrency: 3, retentionDays: 7 } },
]

/** Plans of an installation that limits what its workspaces do. */
export const withPlans = { BILLING_PLANS: JSON.stringify(plans), BILLING_OPERATOR_KEY: OPERATOR_KEY }

export interface Given {
  services: TestServices
  stripe: StripeStandIn
  clock: Clock
  close(): Promise<void>
}

/** Billing with an account at Stripe. */
export async function givenStripe({ env, clock = systemClock }: StartOptions = {}): Promise<Given> {
  const stripe = await StripeStandIn.start()
  stripe.account.addPrice('price_team', 2900)
  stripe.account.addPrice('price_scale', 9900)
  for (const metered of ['price_team_runs', 'price_scale_runs', 'price_tokens', 'price_support'])
    stripe.account.addPrice(metered, 1)
  try {
    const services = await startServices([billing], { clock, env: { ...withPlans, ...stripe.env, ...env } })
    const close = async () => {
      await services.close()
      await stripe.stop()
    }
    return { services, stripe, clock, close }
  } catch (error) {
    await stripe.stop()
    throw error
  }
}

/** Delivers an event as Stripe does, through the gateway. */
export function deliver(
  { services, stripe, clock }: Given,
  body: string,
  sign: SignOptions = {},
): Promise<Output<typeof ReceiveStripeEvent>> {
  const headers = {
    'stripe-signature': stripe.sign(body, { timestamp: Math.floor(clock.now().getTime() / 1000), ...sign }),
  }
  return services.call(ReceiveStripeEvent, { headers, rawBody: body }, contexts.anonymous())
}

/** Begins a checkout; the id of its session. */
export async function checkOut({ services }: Given, ctx: WorkspaceContext, planId = 'team'): Promise<string> {
  const { url } = await services.call(StartCheckout, { planId }, ctx)
  return url.slice(url.lastIndexOf('/') + 1)
}

/** A new workspace whose owner bought a plan. */
export async function subscribed(
  given: Given,
  planId = 'team',
): Promise<{ ctx: WorkspaceContext; subscription: StripeSubscriptionObject }> {
  const ctx = contexts.user()
  const session = await checkOut(given, ctx, planId)
  const subscription = given.stripe.account.completeSession(session)
  await deliver(given, given.stripe.event('customer.subscription.created', subscription))
  return { ctx, subscription }
}

type Summary = EventData<typeof ExecutionsFinished>['executions'][number]

/** An execution that has finished. */
export const finished = (change: Partial<Summary> = {}): Summary => ({
  executionId: newId(),
  workflowId: newId(),
  version: 1,
  status: 'succeeded',
  trigger: 'webhook',
  startedAt: new Date().toISOString(),
  finishedAt: new Date().toISOString(),
  nodeExecutions: 3,
  computeMs: 5,
  ...change,
})

/** Publishes what the execution service would; a repeat names the id of the first. */
export async function publishFinished(
  { services }: Pick<Given, 'services'>,
  workspaceId: string,
  executions: Summary[],
  id = newId(),
): Promise<void> {
  const { subject } = ExecutionsFinished
  const message = { id, subject: `${subject}.${workspaceId}`, key: newId(), seq: 1, data: { executions }, headers: {} }
  await services.transport.publishEvent(message)
}
