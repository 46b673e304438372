import { describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { until } from '@linkflow/testing'
import { createHmac } from 'node:crypto'
import { deploy, row } from '../../client.js'
import type { Client } from '../../client.js'
import { announceBody } from './announce-body.js'
import type { Given } from './given.js'
import type { Step } from './run.js'

const hook = (parameters: object): Step => ({ id: 'hook', type: 'webhook-trigger', parameters: { ...parameters } })
const echo: Step = {
  id: 'echo',
  type: 'set',
  parameters: { fields: { got: '{{ $json.body }}', id: '{{ $execution.id }}' }, keep: 'none' },
}

/** Everything that arrived at the one webhook of a workflow, once that many deliveries are logged. */
async function deliveries(api: Client, workflowId: string, count: number) {
  const { body } = await api.get(`${api.url}/api/v1/webhooks?workflowId=${workflowId}`)
  return until(`${count} deliveries`, async () => {
    const page = await api.get(`${api.url}/api/v1/webhooks/${body.items[0].id}/deliveries`)
    return page.body.items.length >= count && (page.body.items as Record<string, unknown>[])
  })
}
const executions = async (api: Client, workflowId: string) =>
  (await api.get(`/executions?workflowId=${workflowId}`)).body.items as { id: string }[]

/** What arrives at webhooks and must do no harm. */
export function badDeliveries(given: Given): void {
  describe('signatures', () => {
    test('a wrong one is 401: nothing runs, and only the rejected delivery is kept', async () => {
      const { api } = given().ann
      const secret = 'a secret that senders share with us'
      const credential = await api.post('/credentials', { name: 'Key', type: 'generic', data: { secret } })
      const verify = { kind: 'hmac', header: 'X-Signature', credentialId: credential.body.id }
      const { workflowId, webhookUrl } = await deploy(api, row(hook({ respond: 'last-node', verify }), echo))
      const body = '{"amount":1}'
      const sign = (text: string, key = secret) => createHmac('sha256', key).update(text).digest('hex')
      const send = (signature?: string) =>
        api.ask('POST', webhookUrl, { body, headers: signature === undefined ? {} : { 'x-signature': signature } })
      for (const signature of [undefined, '', 'zz', sign('{"amount":2}'), sign(body, 'other'), sign(body).slice(0, 20)])
        expect(await send(signature)).toMatchObject({ status: 401, body: { code: 'webhook/signature-invalid' } })
      const rejected = await deliveries(api, workflowId, 6)
      expect(rejected).toHaveLength(6)
      for (const delivery of rejected) {
        expect(delivery).toMatchObject({ outcome: 'rejected', status: 401 })
        expect(delivery).not.toHaveProperty('executionId')
      }
      expect(await executions(api, workflowId)).toEqual([])
      expect(await send(sign(body))).toMatchObject({ status: 200, body: { got: { amount: 1 } } })
      expect(await executions(api, workflowId)).toHaveLength(1)
    })

    test('a secret that was deleted proves nothing any more', async () => {
      const { api } = given().ann
      const credential = await api.post('/credentials', { name: 'Key', type: 'generic', data: { secret: 'x' } })
      const verify = { kind: 'header', header: 'x-secret', credentialId: credential.body.id }
      const { webhookUrl } = await deploy(api, row(hook({ respond: 'last-node', verify }), echo))
      expect((await api.delete(`/credentials/${credential.body.id}`)).status).toBe(204)
      expect(await api.post(webhookUrl, {}, { headers: { 'x-secret': 'x' } })).toMatchObject({ status: 401 })
    })
  })

  describe('addresses', () => {
    test.each(['unknown', 'x'.repeat(128), '%00', '..%2f..', `' or 1=1 --`])(
      'the token %s is no webhook',
      async (token) => {
        const { url, ann } = given()
        const reply = await ann.api.post(`${url}/webhook/${token}`, {})
        expect([400, 404]).toContain(reply.status)
        expect(reply.headers.get('content-type')).toContain('application/problem+json')
      },
    )

    test('another method is 405', async () => {
      const { api } = given().ann
      const { webhookUrl } = await deploy(api, row(hook({}), echo))
      expect(await api.get(webhookUrl)).toMatchObject({ status: 405 })
    })

    test('a webhook of a workflow that was deactivated is gone', async () => {
      const { api } = given().ann
      const { workflowId, webhookUrl } = await deploy(api, row(hook({ respond: 'last-node' }), echo))
      expect((await api.post(webhookUrl, {})).status).toBe(200)
      expect((await api.post(`/workflows/${workflowId}/deactivate`)).status).toBe(200)
      await until('the webhook is gone', async () => (await api.post(webhookUrl, {})).status === 404)
    })
  })

  describe('repeats', () => {
    const eventId = { header: 'X-Event' }

    test('an event that comes again is given the first answer, and runs once', async () => {
      const { api } = given().ann
      const { workflowId, webhookUrl } = await deploy(api, row(hook({ respond: 'last-node', eventId }), echo))
      const send = () => api.post(webhookUrl, { n: 1 }, { headers: { 'x-event': 'evt-1' } })
      const together = await Promise.all([send(), send(), send()])
      const later = await send()
      const ids = [...together, later].map(({ status, body }) => [status, body.id])
      expect(new Set(ids.map(String)).size).toBe(1)
      expect(ids[0]![0]).toBe(200)
      expect(later.headers.get('linkflow-duplicate')).toBe('true')
      expect(await executions(api, workflowId)).toHaveLength(1)
      const outcomes = (await deliveries(api, workflowId, 4)).map(({ outcome }) => outcome)
      expect(outcomes.sort()).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate'])
    })

    test('one event at two webhooks runs both', async () => {
      const { api } = given().ann
      const urls = []
      for (const _ of [1, 2])
        urls.push((await deploy(api, row(hook({ respond: 'last-node', eventId }), echo))).webhookUrl)
      const headers = { 'x-event': newId() }
      const answers = await Promise.all(urls.map((url) => api.post(url, {}, { headers })))
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(answers[0]!.body.id).not.toBe(answers[1]!.body.id)
    })
  })

  describe('bodies', () => {
    test('U+0000, lone surrogates and keys of prototypes spoil nothing beside them', async () => {
      const { api } = given().ann
      const { webhookUrl } = await deploy(api, row(hook({ respond: 'last-node' }), echo))
      const bodies = [
        '{"text":"a\\u0000b"}',
        '{"a\\u0000b":1}',
        '{"text":"\\ud800"}',
        '{"__proto__":{"admin":true},"text":1}',
        '{"constructor":{"prototype":1}}',
        '{"text":"good"}',
      ]
      const many = Array.from({ length: 30 }, (_, index) => bodies[index % bodies.length]!)
      const answers = await Promise.all(many.map((body) => api.ask('POST', webhookUrl, { body })))
      expect(answers.map(({ status }) => status)).toEqual(many.map(() => 200))
      const got = answers.map(({ body }) => JSON.stringify(body.got))
      expect(got[0]).toBe('{"text":"a\\u0000b"}')
      expect(got[2]).toBe('{"text":"\\ud800"}')
      expect(got[3]).toBe('{"__proto__":{"admin":true},"text":1}')
      expect(got[5]).toBe('{"text":"good"}')
      const { body } = await api.get(`/executions/${answers[0]!.body.id}?include=data`)
      expect(JSON.stringify(body.input)).toContain('a\\u0000b')
    })

    test.each([
      ['JSON that is none', 'application/json', '{"a":'],
      ['JSON nested without end', 'application/json', '['.repeat(50_000)],
      ['a text', 'text/plain', 'hello'],
      ['a form', 'application/x-www-form-urlencoded', 'a=1&a=2&__proto__=3&b[c]=4'],
      ['no content type to speak of', 'x/y; charset="', 'hello'],
      ['nothing', 'application/json', ''],
    ])('%s is answered', async (_, type, body) => {
      const { api } = given().ann
      const { webhookUrl } = await deploy(api, row(hook({ respond: 'immediately' }), echo))
      const { status } = await api.ask('POST', webhookUrl, { body, headers: { 'content-type': type } })
      expect([202, 400]).toContain(status)
    })

    test('more than 16 MB is 413', async () => {
      const { api } = given().ann
      const { webhookUrl } = await deploy(api, row(hook({}), echo))
      const headers = { 'content-type': 'application/json' }
      const { status } = await announceBody(webhookUrl, headers, 17 * 1024 * 1024)
      expect(status).toBe(413)
    })
  })
}
