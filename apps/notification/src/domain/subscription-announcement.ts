import type { EventData, SubscriptionChanged } from '@linkflow/contracts'
import type { Announcement, Occasion } from './announcement.js'

type Data = EventData<typeof SubscriptionChanged>

const sentences: Readonly<Record<Data['status'], (planId: string) => string>> = {
  active: (planId) => `The plan is now ${planId}.`,
  trialing: (planId) => `The plan is now ${planId}, on trial.`,
  'past-due': (planId) => `A payment is late. The plan is ${planId} for now.`,
  incomplete: (planId) => `The first payment is still open. The plan is ${planId}.`,
  paused: (planId) => `The subscription is paused. The plan is now ${planId}.`,
  unpaid: (planId) => `The subscription was not paid. The plan is now ${planId}.`,
  ended: (planId) => `The subscription has ended. The plan is now ${planId}.`,
}

/** What is said when a workspace has another plan, or its subscription stands otherwise. */
export function subscriptionAnnouncement(data: Data, { key, workspaceName, apiUrl }: Occasion): Announcement {
  const { planId, status } = data
  const url = `${apiUrl}/billing/subscription`
  const what = sentences[status](planId)
  return {
    key,
    event: 'subscription',
    title: `The subscription of ${workspaceName} has changed`,
    text: what,
    url,
    data: { ...data },
    template: 'subscription',
    variables: { workspaceName, what, subscriptionUrl: url },
  }
}
