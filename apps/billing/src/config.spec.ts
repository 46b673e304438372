import { expect, test } from '@jest/globals'
import { configIssues, loadConfig } from '@linkflow/service'
import { billingConfig } from './config.js'

test('nothing has to be told: one plan without limits, no payments', () => {
  const config = loadConfig(billingConfig, {})
  expect(config.BILLING_PLANS).toEqual([{ id: 'unlimited', name: 'Unlimited', quotas: {}, stripeMeteredPriceIds: [] }])
  expect(config.STRIPE_SECRET_KEY).toBeUndefined()
})

test('webhook secrets may be two, for a rotation', () => {
  const env = { STRIPE_SECRET_KEY: 'sk_1', STRIPE_WEBHOOK_SECRETS: 'whsec_new, whsec_old' }
  expect(loadConfig(billingConfig, env).STRIPE_WEBHOOK_SECRETS).toEqual(['whsec_new', 'whsec_old'])
})

test.each([
  ['an account without the secret of its events', { STRIPE_SECRET_KEY: 'sk_1' }, 'STRIPE_WEBHOOK_SECRETS'],
  ['plans that are no JSON', { BILLING_PLANS: 'free' }, 'BILLING_PLANS'],
  ['no plan at all', { BILLING_PLANS: '[]' }, 'BILLING_PLANS'],
  ['a quota that nobody knows', { BILLING_PLANS: '[{"id":"a","name":"A","quotas":{"x":1}}]' }, 'BILLING_PLANS'],
  ['a negative quota', { BILLING_PLANS: '[{"id":"a","name":"A","quotas":{"members":-1}}]' }, 'BILLING_PLANS'],
  ['two plans of one id', { BILLING_PLANS: '[{"id":"a","name":"A"},{"id":"a","name":"B"}]' }, 'BILLING_PLANS'],
  ['a default that is no plan', { BILLING_DEFAULT_PLAN: 'gold' }, 'BILLING_DEFAULT_PLAN'],
  ['a short operator key', { BILLING_OPERATOR_KEY: 'secret' }, 'BILLING_OPERATOR_KEY'],
])('%s is told before anything starts', (_, env, variable) => {
  const issues = configIssues(billingConfig, env)
  expect(issues).toHaveLength(1)
  expect(issues[0]).toContain(variable)
})
