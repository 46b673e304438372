import { expect, test } from '@jest/globals'
import { DraftDefinition } from '@linkflow/graph'
import { respondFindings } from './respond.js'

const found = (respond: string | undefined, answer: { disabled?: boolean } | undefined) =>
  respondFindings(
    DraftDefinition.parse({
      nodes: [
        { id: 'hook', type: 'webhook-trigger', parameters: respond === undefined ? {} : { respond } },
        ...(answer ? [{ id: 'answer', type: 'respond-to-webhook', parameters: {}, ...answer }] : []),
      ],
      connections: [],
    }),
  ).map(({ code, nodeId, pointer, severity }) => [code, nodeId, pointer, severity].join(' '))

test.each<[string | undefined, { disabled?: boolean } | undefined, string[]]>([
  ['respond-node', {}, []],
  ['immediately', undefined, []],
  ['last-node', undefined, []],
  ['respond-node', undefined, ['no-response-node hook /nodes/0/parameters/respond warning']],
  ['respond-node', { disabled: true }, ['no-response-node hook /nodes/0/parameters/respond warning']],
  ['immediately', {}, ['response-unused answer /nodes/1 warning']],
  [undefined, {}, ['response-unused answer /nodes/1 warning']],
])('a webhook with respond %s and an answer %j: %j', (respond, answer, expected) => {
  expect(found(respond, answer)).toEqual(expected)
})
