import { z } from 'zod'
import { EmailHash } from '../auth/events.js'
import { StripeRefused, StripeUnavailable } from '../billing/problems.js'
import { internal } from '../core/access.js'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { SoleOwner, SubscriptionRuns } from './problems.js'

export const EndMemberships = request('workspace', 'end-memberships', {
  summary: 'Ends all memberships of a user, and deletes the workspaces where they are alone; all or nothing.',
  access: internal('auth'),
  input: z.object({ userId: Id, emailHash: EmailHash }),
  output: Nothing,
  problems: [SoleOwner, SubscriptionRuns, StripeRefused, StripeUnavailable],
  timeoutMs: 25_000,
})
