import type { Announcement, Occasion } from './announcement.js'
import type { Fact } from './fact.js'
import { invoiceAnnouncement } from './invoice-announcement.js'
import { quotaAnnouncement } from './quota-announcement.js'
import { subscriptionAnnouncement } from './subscription-announcement.js'

/** What is said of a fact. */
export function factAnnouncement(fact: Fact, occasion: Occasion): Announcement {
  switch (fact.kind) {
    case 'quota-alert':
      return quotaAnnouncement(fact.data, occasion)
    case 'subscription':
      return subscriptionAnnouncement(fact.data, occasion)
    case 'invoice':
      return invoiceAnnouncement(fact.data, occasion)
  }
}
