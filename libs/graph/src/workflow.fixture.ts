import { createCatalog } from './index.js'
import type { DraftDefinition, NodeTypeManifest } from './index.js'

const main = [{ name: 'main' }]
const about = { description: 'For tests.', icon: 'x', effect: 'pure' as const }

const manual: NodeTypeManifest = {
  ...about,
  type: 'manual',
  version: 1,
  name: 'Manual',
  group: 'trigger',
  trigger: true,
  inputs: [],
  outputs: main,
  parameters: { type: 'object' },
}
const webhook: NodeTypeManifest = {
  ...manual,
  type: 'webhook',
  name: 'Webhook',
  parameters: {
    type: 'object',
    properties: { path: { type: 'string' }, method: { type: 'string', default: 'POST' } },
  },
  conflict: { code: 'webhook-conflict', pointers: ['/method', '/path'] },
}
const request: NodeTypeManifest = {
  ...about,
  type: 'request',
  version: 1,
  name: 'Request',
  group: 'io',
  effect: 'write',
  inputs: main,
  outputs: main,
  credentials: [{ slot: 'auth', types: ['basic'], required: true }],
  parameters: {
    type: 'object',
    required: ['url'],
    additionalProperties: false,
    properties: {
      url: { type: 'string', format: 'uri' },
      tries: { type: 'integer', minimum: 1 },
      code: { type: 'string', maxLength: 10, 'x-ui': { expression: false } },
      body: {
        oneOf: [
          {
            type: 'object',
            required: ['mode', 'text'],
            properties: { mode: { const: 'text' }, text: { type: 'string' } },
          },
          {
            type: 'object',
            required: ['mode', 'form'],
            properties: { mode: { const: 'form' }, form: { type: 'array' } },
          },
        ],
      },
      limit: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      paging: {
        type: 'object',
        if: { properties: { kind: { const: 'cursor' } }, required: ['kind'] },
        then: { required: ['cursor'] },
      },
    },
  },
}
const set: NodeTypeManifest = {
  ...about,
  type: 'set',
  version: 1,
  name: 'Set',
  group: 'data',
  inputs: main,
  outputs: main,
  parameters: {},
}
const choose: NodeTypeManifest = {
  ...set,
  type: 'switch',
  name: 'Switch',
  outputs: [],
  dynamicOutputs: { count: { pointer: '/rules' }, extra: ['fallback'] },
}
const merge: NodeTypeManifest = { ...set, type: 'merge', name: 'Merge', inputs: [{ name: 'input-', repeat: true }] }
const broken: NodeTypeManifest = { ...set, type: 'broken', name: 'Broken', parameters: { type: 'nonsense' } }
export const catalog = createCatalog([manual, webhook, request, { ...set, version: 2 }, set, choose, merge, broken])

export type Node = DraftDefinition['nodes'][number]
export type Link = DraftDefinition['connections'][number]

export const node = (id: string, type: string, rest: Partial<Node> = {}): Node => ({
  id,
  type,
  parameters: {},
  ...rest,
})
export const link = (source: string, target: string, rest: Partial<Link> = {}): Link => ({ source, target, ...rest })
export const draft = (
  nodes: Node[],
  connections: Link[] = [],
  settings?: Record<string, unknown>,
): DraftDefinition => ({
  nodes: [node('start', 'manual'), ...nodes],
  connections,
  ...(settings ? { settings } : {}),
})
