import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ReceiveWebhook } from '@linkflow/contracts'
import { OutcomeUnknown, Unavailable } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { givenWebhookService, register, request, settings, tokenOf } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWebhookService()
})
afterAll(() => given.services.close())

const vanish = {
  'in the middle': () => OutcomeUnknown(),
  'before it began': () => Unavailable({ service: 'execution' }),
}

/** Sends a webhook of an event to an execution service whose first process vanishes; the keys it was called with. */
async function send(why: keyof typeof vanish, eventId?: string) {
  const { webhooks } = await register(given, [settings({ eventId: { header: 'x-event' } })])
  const keys: (string | undefined)[] = []
  given.executions.outcome = ({ idempotencyKey }) => {
    keys.push(idempotencyKey)
    if (keys.length === 1) throw vanish[why]()
    return { status: 'queued' }
  }
  const headers = { 'content-type': 'application/json', ...(eventId === undefined ? {} : { 'x-event': eventId }) }
  const input = request(tokenOf(webhooks[0]!), { headers })
  const reply = await given.services.call(ReceiveWebhook, input, contexts.anonymous())
  return { reply, keys, webhookId: webhooks[0]!.webhookId }
}

test.each(Object.keys(vanish) as (keyof typeof vanish)[])(
  'an execution process that vanishes %s: another is asked under the same key',
  async (why) => {
    const { reply, keys, webhookId } = await send(why, 'e1')
    expect(reply.status).toBe(202)
    expect(keys).toEqual(Array(2).fill(`webhook:${webhookId}:e1`))
  },
)

test('an event without an id is not started twice: its sender is asked to come back', async () => {
  const { reply, keys } = await send('in the middle')
  expect([reply.status, reply.headers['retry-after']]).toEqual([503, '1'])
  expect(keys).toEqual([undefined])
})
