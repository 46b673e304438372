import type { DraftDefinition } from '@linkflow/graph'
import type { Template } from './template.js'

type Node = DraftDefinition['nodes'][number]

const WIDTH = 220

/** Nodes in a row, or connected as told, drawn from left to right. */
function drawing(nodes: Node[], connections?: DraftDefinition['connections']): DraftDefinition {
  const row = nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]?.id ?? '', target: id }))
  return {
    nodes: nodes.map((node, index) => ({ position: { x: index * WIDTH, y: 0 }, ...node })),
    connections: connections ?? row,
  }
}

const hook = (parameters: Record<string, unknown> = {}): Node => ({ id: 'hook', type: 'webhook-trigger', parameters })
const every = (amount: number, unit: string): Node => ({
  id: 'schedule',
  type: 'schedule-trigger',
  parameters: { rule: { kind: 'interval', every: { amount, unit } } },
})
const daily: Node = {
  id: 'schedule',
  type: 'schedule-trigger',
  parameters: { rule: { kind: 'cron', cron: '0 9 * * *' } },
}
const get = (id: string, url: string): Node => ({ id, type: 'http-request', parameters: { url } })
const post = (id: string, url: string, value: unknown): Node => ({
  id,
  type: 'http-request',
  parameters: { method: 'POST', url, body: { type: 'json', value } },
})
const source = { name: 'source', label: 'Address to read', default: 'https://api.example.com/items' }
const target = { name: 'target', label: 'Address to send to', default: 'https://api.example.com/messages' }

/** The templates of the product. */
export const gallery: readonly Template[] = [
  {
    id: 'webhook-answer',
    name: 'Answer a webhook',
    description: 'Takes a request and answers with what it makes of it.',
    parameters: [{ name: 'greeting', label: 'Greeting', default: 'Hello' }],
    definition: drawing([
      hook({ respond: 'last-node' }),
      {
        id: 'answer',
        type: 'set',
        parameters: { fields: { message: '<<greeting>> {{ $json.body.name }}!' }, keep: 'none' },
      },
    ]),
  },
  {
    id: 'webhook-forward',
    name: 'Forward a webhook',
    description: 'Sends what a webhook brings on to another service.',
    parameters: [target],
    definition: drawing([hook(), post('send', '<<target>>', '{{ $json.body }}')]),
  },
  {
    id: 'webhook-filter',
    name: 'Forward what matters',
    description: 'Sends on only the events of one kind.',
    parameters: [target, { name: 'event', label: 'Kind of event', default: 'order.created' }],
    definition: drawing([
      hook(),
      {
        id: 'filter',
        type: 'filter',
        parameters: { conditions: [{ left: '{{ $json.body.type }}', operator: 'equals', right: '<<event>>' }] },
      },
      post('send', '<<target>>', '{{ $json.body }}'),
    ]),
  },
  {
    id: 'uptime-check',
    name: 'Watch a website',
    description: 'Looks every five minutes whether an address answers, and tells when it does not.',
    parameters: [{ ...source, label: 'Address to watch' }, target],
    definition: drawing([
      every(5, 'minutes'),
      { id: 'look', type: 'http-request', parameters: { url: '<<source>>', failOnStatus: false } },
      { id: 'filter', type: 'filter', parameters: { condition: '{{ $json.status >= 400 }}' } },
      post('tell', '<<target>>', { text: '<<source>> answers {{ $json.status }}.' }),
    ]),
  },
  {
    id: 'daily-digest',
    name: 'Daily digest',
    description: 'Reads a list every morning and sends it as one message.',
    parameters: [source, target],
    definition: drawing([
      daily,
      get('read', '<<source>>'),
      { id: 'gather', type: 'aggregate', parameters: { as: 'entries' } },
      post('send', '<<target>>', { entries: '{{ $json.entries }}' }),
    ]),
  },
  {
    id: 'copy-records',
    name: 'Copy records',
    description: 'Reads a list every hour and sends each of its records on, every one once.',
    parameters: [source, target],
    definition: drawing([
      every(1, 'hours'),
      get('read', '<<source>>'),
      { id: 'each', type: 'split-out', parameters: { field: 'body' } },
      { id: 'once', type: 'remove-duplicates', parameters: {} },
      post('send', '<<target>>', '{{ $json }}'),
    ]),
  },
  {
    id: 'route-by-priority',
    name: 'Route by priority',
    description: 'Sends what is urgent one way and everything else another.',
    parameters: [
      { ...target, name: 'urgent', label: 'Address for what is urgent' },
      { ...target, name: 'other', label: 'Address for the rest' },
    ],
    definition: drawing(
      [
        hook(),
        { id: 'urgent', type: 'if', parameters: { condition: "{{ $json.body.priority === 'high' }}" } },
        post('now', '<<urgent>>', '{{ $json.body }}'),
        { ...post('later', '<<other>>', '{{ $json.body }}'), position: { x: 2 * WIDTH, y: 160 } },
      ],
      [
        { source: 'hook', target: 'urgent' },
        { source: 'urgent', sourcePort: 'true', target: 'now' },
        { source: 'urgent', sourcePort: 'false', target: 'later' },
      ],
    ),
  },
  {
    id: 'totals-by-group',
    name: 'Totals by group',
    description: 'Adds up a list by one of its fields, the largest first.',
    parameters: [
      source,
      { name: 'group', label: 'Field to group by', default: 'customer' },
      { name: 'field', label: 'Field to add up', default: 'total' },
    ],
    definition: drawing([
      { id: 'start', type: 'manual-trigger', parameters: {} },
      get('read', '<<source>>'),
      { id: 'each', type: 'split-out', parameters: { field: 'body' } },
      {
        id: 'sum',
        type: 'summarize',
        parameters: { fields: [{ field: '<<field>>', operation: 'sum', as: 'sum' }], groupBy: ['<<group>>'] },
      },
      { id: 'sort', type: 'sort', parameters: { by: [{ field: 'sum', order: 'descending' }] } },
    ]),
  },
  {
    id: 'error-alert',
    name: 'Tell about failures',
    description:
      'Sends a message when another workflow fails. Name it as the error workflow in the settings of others.',
    parameters: [target],
    definition: drawing([
      { id: 'error', type: 'error-trigger', parameters: {} },
      post('tell', '<<target>>', { text: '{{ $json.execution.workflowName }}: {{ $json.execution.error.message }}' }),
    ]),
  },
]
