import { describe, expect, test } from '@jest/globals'
import { row } from '../../client.js'
import type { Given } from './given.js'
import { run } from './run.js'

const set = (value: string) => ({ id: 'set', type: 'set', parameters: { fields: { x: value }, keep: 'none' } })
const spread = '[1,2,3,4,5,6,7,8,9,10]'

/** Data that a template must not be led astray by. */
const input = {
  key: 'constructor',
  proto: '__proto__',
  long: 'a'.repeat(50_000),
  list: Array.from({ length: 1000 }, (_, index) => index),
  getter: { get: 'x', set: 'y', value: 1, enumerable: true },
  toString: 'not a function',
  valueOf: { call: 1 },
  template: '{{ 1 + 1 }}',
}

/** Expressions that fail where they run; the platform must not. */
export function badExpressions(given: Given): void {
  test.each([
    ['a member of something undefined', '{{ $json.missing.deeper }}', 'expression/undefined'],
    ['a member of null', '{{ null.x }}', 'expression/undefined'],
    [
      'work without end',
      '{{ $json.list.map(a => $json.list.map(b => $json.list.length)) }}',
      'expression/fuel-exceeded',
    ],
    ['a huge text', '{{ "a".repeat(1e9) }}', 'expression/too-large'],
    ['a text that doubles', `{{ ${spread}.reduce(a => a + a + a + a, $json.long) }}`, 'expression/too-large'],
    ['a computed constructor', '{{ $json[$json.key] }}', 'expression/not-allowed'],
    ['a computed __proto__', '{{ $json[$json.proto] }}', 'expression/not-allowed'],
    ['a constructor in pieces', '{{ $json["con" + $lowercase("STRUCTOR")] }}', 'expression/not-allowed'],
    ['a catastrophic regular expression', '{{ ($json.long + "b").match(/(a+)+$/) }}', 'expression/fuel-exceeded'],
    ['data called as a function', '{{ $json.toString.call(1) }}', /^expression\//],
  ])('%s fails the execution', async (_, expression, code) => {
    const execution = await run(given().ann.api, [set(expression)], input)
    expect(execution).toMatchObject({ status: 'failed', error: { code: expect.stringMatching(code), nodeId: 'set' } })
    expect(execution.error.message).not.toMatch(/\/(apps|libs|node_modules)\/|\bat .*\.js/)
  })

  test.each([
    '{{ $json.constructor }}',
    '{{ [].constructor }}',
    '{{ $json.__proto__ }}',
    '{{ process.env }}',
    '{{ (() => 1)() }}',
  ])('%s cannot be published', async (expression) => {
    const { api } = given().ann
    const workflow = row({ id: 'start', type: 'manual-trigger', parameters: {} } as { id: string }, set(expression))
    const { body } = await api.post('/workflows', { name: 'X', ...workflow })
    const published = await api.post(`/workflows/${body.id}/publish`)
    expect([published.status, published.body.code]).toEqual([422, 'workflow/invalid'])
    expect(JSON.stringify(published.body.findings)).toMatch(/expression\/(not-allowed|undefined)/)
  })

  test('data is data, whatever it looks like', async () => {
    const fields = { getter: '{{ $json.getter }}', template: '{{ $json.template }}', text: '{{ $json.toString }}' }
    const steps = [{ id: 'set', type: 'set', parameters: { fields, keep: 'none' } }]
    const { output } = await run(given().ann.api, steps, input)
    expect(output[0].json).toEqual({ getter: input.getter, template: '{{ 1 + 1 }}', text: 'not a function' })
  })

  test('the server answers others while expressions burn their fuel', async () => {
    const { ann } = given()
    const burning = set(`{{ ($json.long + "b").match(/(a+)+$/) }}`)
    const all = Promise.all(Array.from({ length: 5 }, () => run(ann.api, [burning], input)))
    let answered = 0
    let done = false
    void all.finally(() => (done = true))
    do {
      expect((await ann.api.get('/auth/me')).status).toBe(200)
      answered += 1
    } while (!done)
    for (const { status } of await all) expect(status).toBe('failed')
    expect(answered).toBeGreaterThan(5)
  })
}

/** Nodes that would reach into the network they run in. */
export function badAddresses(given: Given): void {
  const ask = (url: string) => [{ id: 'ask', type: 'http-request', parameters: { url } }]

  test.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST.:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://metadata.google.internal/',
  ])('%s is not reached', async (url) => {
    const { ann, inside } = given()
    const execution = await run(ann.api, ask(url.replace('PORT', String(inside.port))))
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'http/blocked-address', nodeId: 'ask' } })
    expect(inside.received).toEqual([])
  })

  test.each(['http://127.0.0.1:PORT/', '//localhost:PORT/', 'http://169.254.169.254/', 'http://[::ffff:7f00:1]:PORT/'])(
    'a redirect to %s is not followed',
    async (target) => {
      const { ann, inside, allowed } = given()
      const location = target.replace('PORT', String(inside.port))
      allowed.answer = (_request, response) => response.writeHead(302, { location }).end()
      const execution = await run(ann.api, ask(`http://127.0.0.1:${allowed.port}/`))
      expect(execution).toMatchObject({ status: 'failed', error: { code: 'http/blocked-address' } })
      expect(inside.received).toEqual([])
    },
  )

  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'not a url'])('%s is no address', async (url) => {
    const execution = await run(given().ann.api, ask(url))
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'http/invalid-request' } })
  })

  test('what the operator allows is reached, and five megabytes come through', async () => {
    const { ann, allowed } = given()
    const size = 5 * 1024 * 1024
    allowed.answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(size))
    const measure = {
      id: 'measure',
      type: 'set',
      parameters: { fields: { length: '{{ $json.body.length }}' }, keep: 'none' },
    }
    const execution = await run(ann.api, [...ask(`http://127.0.0.1:${allowed.port}/`), measure])
    expect(execution).toMatchObject({ status: 'succeeded', output: [{ json: { length: size } }] })
    const { body } = await ann.api.get(`/executions/${execution.id}?include=data`)
    const node = body.nodes.find(({ nodeId }: { nodeId: string }) => nodeId === 'ask')
    expect(node.outputs.main[0].json.body).toHaveLength(size)
  })

  describe('answers of others', () => {
    test('an answer that never ends is given up', async () => {
      const { ann, allowed } = given()
      allowed.answer = (_request, response) => {
        response.writeHead(200)
        const more = setInterval(() => response.write('x'.repeat(1024 * 1024)), 1)
        response.on('close', () => clearInterval(more))
      }
      const execution = await run(ann.api, ask(`http://127.0.0.1:${allowed.port}/`))
      expect(execution).toMatchObject({ status: 'failed', error: { code: 'http/response-too-large' } })
    })
  })
}
