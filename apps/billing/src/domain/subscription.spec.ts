import { describe, expect, test } from '@jest/globals'
import { Catalog } from './catalog.js'
import type { Plan } from './plan.js'
import { standingOf, subscriptionView } from './subscription.js'
import type { StripeSubscription, Subscription } from './subscription.js'

const plan = (id: string): Plan => ({ id, name: id, quotas: {}, stripeMeteredPriceIds: [] })
const free = plan('free')
const catalog = new Catalog([free, plan('team'), plan('partner')], [plan('former')], free)
const now = new Date('2026-11-10T00:00:00Z')
const stripe = (change: Partial<StripeSubscription> & { pastDueSince?: Date }): Subscription => ({
  customerId: 'cus_1',
  stripe: { id: 'sub_1', planId: 'team', status: 'active', cancelsAtPeriodEnd: false, ...change },
})
const standing = (subscription: Subscription, graceDays = 7) => {
  const { plan: held, source, status } = standingOf(subscription, catalog, { now, graceDays })
  return [held.id, source, status]
}

describe('the plan that holds', () => {
  test.each<[string, Subscription, unknown[]]>([
    ['nothing is known', {}, ['free', 'default', 'active']],
    ['it is paid', stripe({}), ['team', 'stripe', 'active']],
    ['it is tried', stripe({ status: 'trialing' }), ['team', 'stripe', 'trialing']],
    ['it has ended', stripe({ status: 'ended' }), ['free', 'default', 'ended']],
    ['the first payment is open', stripe({ status: 'incomplete' }), ['free', 'default', 'incomplete']],
    ['Stripe gave up', stripe({ status: 'unpaid' }), ['free', 'default', 'unpaid']],
    ['it is paused', stripe({ status: 'paused' }), ['free', 'default', 'paused']],
    ['nobody knows the price', stripe({ planId: undefined }), ['free', 'default', 'active']],
    ['it is no longer on offer', stripe({ planId: 'former' }), ['former', 'stripe', 'active']],
    [
      'it was assigned',
      { ...stripe({}), assigned: { planId: 'partner', by: 'operator' } },
      ['partner', 'operator', 'active'],
    ],
    ['what was assigned is gone', { assigned: { planId: 'gone', by: 'owner' } }, ['free', 'default', 'active']],
  ])('when %s', (_, subscription, expected) => expect(standing(subscription)).toEqual(expected))

  test.each([
    [6, ['team', 'stripe', 'past-due']],
    [7, ['free', 'default', 'past-due']],
  ])('when the payment is %i of 7 days late', (days, expected) => {
    const pastDueSince = new Date(now.getTime() - days * 86_400_000)
    expect(standing(stripe({ status: 'past-due', pastDueSince }))).toEqual(expected)
  })

  test('when the payment is late and there is no grace', () => {
    expect(standing(stripe({ status: 'past-due', pastDueSince: now }), 0)).toEqual(['free', 'default', 'past-due'])
  })
})

test('what is assigned says nothing about a subscription beside it', () => {
  const subscription: Subscription = {
    ...stripe({ cancelsAtPeriodEnd: true, periodEndsAt: now }),
    assigned: { planId: 'partner', by: 'operator' },
  }
  const view = subscriptionView(subscription, standingOf(subscription, catalog, { now, graceDays: 7 }))
  expect(view).toMatchObject({ plan: { id: 'partner' }, cancelsAtPeriodEnd: false })
  expect(view).not.toHaveProperty('periodEndsAt')
})
