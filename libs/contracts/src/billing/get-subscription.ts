import { z } from 'zod'
import { request } from '../core/request.js'
import { SubscriptionView } from './views.js'

export const GetSubscription = request('billing', 'get-subscription', {
  summary: 'Tells which plan the workspace has, and how its subscription stands.',
  http: ['GET', '/billing/subscription'],
  access: 'billing:read',
  input: z.object({}),
  output: SubscriptionView,
})
