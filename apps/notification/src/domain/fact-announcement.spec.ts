import { expect, test } from '@jest/globals'
import { subscriptionStatuses } from '@linkflow/contracts'
import { builtInTemplate } from './template/built-in-templates.js'
import { renderEmail } from './template/render-email.js'
import { factAnnouncement } from './fact-announcement.js'
import type { Fact } from './fact.js'

const place = { key: 'fact:1', workspaceName: 'Acme', apiUrl: 'https://flows.example/api/v1' }
const quota = { quota: 'executionsPerMonth', limit: 100, period: '2030-01' } as const
const invoice = { invoiceId: 'a1', number: 'LF-1', amountDue: 2900 }

const facts: [Fact, string, string][] = [
  [
    { kind: 'quota-alert', data: { ...quota, threshold: 80, used: 81 } },
    'Acme has used 80 % of its executions of the month',
    '81 of 100 are used.',
  ],
  [
    { kind: 'quota-alert', data: { ...quota, threshold: 100, used: 100, graceEndsAt: '2030-01-02T00:00:00Z' } },
    'Acme has used 100 % of its executions of the month',
    '100 of 100 are used. More is refused from 2030-01-02T00:00:00Z on.',
  ],
  ...(
    [
      ['usd', 2900, '29.00 USD'],
      ['jpy', 2900, '2900 JPY'],
      ['kwd', 2900, '2.900 KWD'],
    ] as const
  ).map(([currency, total, amount]): [Fact, string, string] => [
    { kind: 'invoice', data: { ...invoice, currency, total } },
    'Invoice LF-1 for Acme',
    `It is over ${amount}.`,
  ]),
  [
    { kind: 'subscription', data: { planId: 'team', source: 'stripe', status: 'past-due' } },
    'The subscription of Acme has changed',
    'A payment is late. The plan is team for now.',
  ],
]

test.each(facts)('%j is told in words', (fact, title, text) => {
  expect(factAnnouncement(fact, place)).toMatchObject({ title, text })
})

test.each([
  ...facts.map(([fact]) => fact),
  ...subscriptionStatuses.map((status): Fact => ({
    kind: 'subscription',
    data: { planId: 'team', source: 'stripe', status },
  })),
])('%j fills its e-mail in', (fact) => {
  const { template, variables, url } = factAnnouncement(fact, place)
  const { subject, text } = renderEmail(builtInTemplate(template), variables)
  expect(subject).toContain('Acme')
  expect(text).toContain(url)
})
