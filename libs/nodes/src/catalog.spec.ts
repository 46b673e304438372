import { describe, expect, test } from '@jest/globals'
import { checkTemplate } from '@linkflow/expression'
import { NodeTypeManifest, validate } from '@linkflow/graph'
import { catalog, manifests } from './index.js'

const credentialId = '0190c0de-0000-7000-8000-000000000001'

function findings(type: string, parameters: Record<string, unknown>) {
  const trigger = catalog.find(type)?.trigger === true
  const nodes = [{ id: 'it', type, version: 1, parameters }]
  const definition = trigger
    ? { nodes, connections: [] }
    : {
        nodes: [{ id: 'start', type: 'manual-trigger', version: 1, parameters: {} }, ...nodes],
        connections: [{ source: 'start', target: 'it', ...(type === 'merge' ? { targetPort: 'input-1' } : {}) }],
      }
  return validate(definition, catalog, { checkTemplate })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer }) => `${code} ${pointer.replace(/^\/nodes\/\d+\/parameters/, '')}`)
}

test.each(manifests.map((manifest) => [manifest.type, manifest] as const))(
  '%s has a complete manifest',
  (_type, manifest) => {
    expect(NodeTypeManifest.parse(manifest)).toEqual(manifest)
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
    expect(manifest.parameters).toMatchObject({ type: 'object', additionalProperties: false })
    expect(manifest.docs).toBeTruthy()
    for (const property of Object.values(manifest.parameters.properties as Record<string, object>))
      expect(property).toHaveProperty('title')
  },
)

describe('good parameters', () => {
  test.each<[string, Record<string, unknown>]>([
    ['manual-trigger', {}],
    ['webhook-trigger', {}],
    ['webhook-trigger', { method: 'ANY', respond: 'last-node', verify: { kind: 'none' }, timeoutMs: 1000 }],
    [
      'webhook-trigger',
      {
        verify: { kind: 'hmac', header: 'X-Hub-Signature-256', prefix: 'sha256=', credentialId },
        eventId: { header: 'X-Id' },
      },
    ],
    [
      'webhook-trigger',
      { verify: { kind: 'standard-webhooks', credentialId }, eventId: { expression: '{{ $json.body.id }}' } },
    ],
    ['webhook-trigger', { response: { status: 204, headers: { a: 'b' }, body: { any: ['{{ thing'] } } }],
    ['schedule-trigger', { rule: { kind: 'cron', cron: '0 9 * * MON-FRI' }, timeZone: 'Europe/Oslo', overlap: 'skip' }],
    [
      'schedule-trigger',
      { rule: { kind: 'interval', every: { amount: 5, unit: 'minutes' } }, catchUp: { windowMs: 60_000 } },
    ],
    ['schedule-trigger', { rule: { kind: 'at', at: '2027-03-01T09:00:00' }, jitterMs: 1000 }],
    ['set', { fields: { a: 1, 'b.c': '{{ $json.x }}', d: [{ e: null }] }, keep: 'none' }],
    ['if', { condition: '{{ $json.a > 1 }}' }],
    ['if', { conditions: [{ left: '{{ $json.a }}', operator: 'in', right: [1] }], combine: 'or' }],
    ['filter', { conditions: [{ left: '{{ $json.a }}', operator: 'exists' }] }],
    [
      'switch',
      { rules: [{ name: 'a', condition: '{{ true }}' }, { conditions: [{ left: 1, operator: 'equals', right: 1 }] }] },
    ],
    ['merge', {}],
    ['merge', { mode: 'by-key', key: ['a.b', 'c'], join: 'left', inputs: 3 }],
    ['code', { code: 'return {{ a: 1 }}', mode: 'each-item' }],
    ['split-out', { field: 'order.lines', keep: 'others', as: 'line' }],
    ['aggregate', {}],
    ['aggregate', { fields: [{ field: 'id', as: 'ids' }], absent: 'null' }],
    ['sort', { by: [{ field: 'a.b', order: 'descending', ignoreCase: true }] }],
    ['limit', {}],
    ['remove-duplicates', { fields: ['a'] }],
    ['rename', { fields: [{ from: 'a', to: 'b.c' }] }],
    ['summarize', { fields: [{ field: 'a', operation: 'sum' }], groupBy: ['b'] }],
    ['no-op', {}],
    ['stop-and-error', { message: 'No. {{ $json.id }}', code: 'a/b' }],
    ['respond-to-webhook', { status: '{{ $json.status }}', headers: { a: '{{ $json.b }}' }, body: [1] }],
    ['http-request', { url: 'https://example.com/{{ $json.id }}' }],
    ['http-request', { method: '{{ $json.method }}', url: '{{ $json.url }}', maxBytes: '{{ $json.max }}' }],
    ['http-request', { url: 'https://e.com', method: 'POST', body: { type: 'json', value: { a: '{{ $json.b }}' } } }],
    ['http-request', { url: 'https://e.com', query: { a: [1, '{{ $json.b }}'] }, headers: { 'X-A': 5 } }],
    [
      'http-request',
      { url: 'https://e.com', method: 'POST', body: { type: 'multipart', value: { f: { binary: 'data' } } } },
    ],
  ])('%s %j', (type, parameters) => {
    expect(findings(type, parameters)).toEqual([])
  })
})

describe('bad parameters', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['manual-trigger', { a: 1 }, 'invalid-parameter /a'],
    ['webhook-trigger', { method: 'TRACE' }, 'invalid-parameter /method'],
    ['webhook-trigger', { method: '{{ $json.method }}' }, 'invalid-parameter /method'],
    ['webhook-trigger', { verify: { kind: 'header', header: 'X' } }, 'missing-parameter /verify/credentialId'],
    ['webhook-trigger', { eventId: { expression: '{{ 1 + }}' } }, 'invalid-expression /eventId/expression'],
    ['webhook-trigger', { timeoutMs: 500_000 }, 'invalid-parameter /timeoutMs'],
    ['schedule-trigger', {}, 'missing-parameter /rule'],
    ['schedule-trigger', { rule: { kind: 'sometimes' } }, 'invalid-parameter /rule'],
    [
      'schedule-trigger',
      { rule: { kind: 'interval', every: { amount: 0, unit: 'hours' } } },
      'invalid-parameter /rule/every/amount',
    ],
    ['schedule-trigger', { rule: { kind: 'at', at: 'tomorrow' } }, 'invalid-parameter /rule/at'],
    ['schedule-trigger', { rule: { kind: 'cron', cron: '* * * * *' }, overlap: 'never' }, 'invalid-parameter /overlap'],
    ['set', {}, 'missing-parameter /fields'],
    ['set', { fields: { 'a.__proto__': 1 } }, 'invalid-parameter /fields'],
    ['set', { fields: JSON.parse('{"__proto__":1}') }, 'invalid-parameter /fields'],
    ['set', { fields: {}, keep: 'some' }, 'invalid-parameter /keep'],
    ['set', { fields: { a: '{{ process.env }}' } }, 'invalid-expression /fields/a'],
    ['if', {}, 'invalid-parameter '],
    ['if', { condition: 'yes' }, 'invalid-parameter /condition'],
    ['if', { conditions: [{ left: 1, operator: 'resembles' }] }, 'invalid-parameter /conditions/0/operator'],
    ['filter', { conditions: [] }, 'invalid-parameter /conditions'],
    ['switch', { rules: [] }, 'invalid-parameter /rules'],
    ['switch', {}, 'missing-parameter /rules'],
    ['merge', { mode: 'zip' }, 'invalid-parameter /mode'],
    ['code', { code: '' }, 'invalid-parameter /code'],
    ['code', {}, 'missing-parameter /code'],
    ['split-out', { field: 'a.__proto__' }, 'invalid-parameter /field'],
    ['sort', { by: [] }, 'invalid-parameter /by'],
    ['sort', {}, 'missing-parameter /by'],
    ['limit', { maxItems: -1 }, 'invalid-parameter /maxItems'],
    ['limit', { maxItems: '{{ $json.n }}' }, 'invalid-parameter /maxItems'],
    ['rename', { fields: [{ from: 'a' }] }, 'missing-parameter /fields/0/to'],
    ['summarize', { fields: [{ field: 'a', operation: 'median' }] }, 'invalid-parameter /fields/0/operation'],
    ['stop-and-error', {}, 'missing-parameter /message'],
    ['respond-to-webhook', { status: 999 }, 'invalid-parameter /status'],
    ['http-request', {}, 'missing-parameter /url'],
    ['http-request', { url: 'https://e.com', method: 'BREW' }, 'invalid-parameter /method'],
    ['http-request', { url: 'https://e.com', body: { type: 'form' } }, 'missing-parameter /body/value'],
  ])('%s %j: %s', (type, parameters, expected) => {
    expect(findings(type, parameters)).toContain(expected)
  })
})
