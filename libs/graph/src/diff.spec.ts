import { expect, test } from '@jest/globals'
import { diff } from './index.js'

const a = {
  nodes: [
    { id: 'keep', type: 'set', parameters: { deep: { list: [1, 2], 'a/b': 1 } } },
    { id: 'gone', type: 'set', parameters: {} },
  ],
  connections: [{ source: 'keep', target: 'gone' }],
}
const b = {
  nodes: [
    { id: 'new', type: 'set', parameters: {} },
    { id: 'keep', type: 'set', parameters: { deep: { list: [1, 3, 4] } }, disabled: true },
  ],
  connections: [{ source: 'keep', target: 'new', sourcePort: 'main' }],
  settings: { timeZone: 'UTC' },
}

test('differences go down to parameters', () => {
  expect(diff(a, b)).toEqual({
    nodes: {
      added: ['new'],
      removed: ['gone'],
      changed: [
        {
          nodeId: 'keep',
          changes: [
            { pointer: '/parameters/deep/list/1', before: 2, after: 3 },
            { pointer: '/parameters/deep/list/2', after: 4 },
            { pointer: '/parameters/deep/a~1b', before: 1 },
            { pointer: '/disabled', after: true },
          ],
        },
      ],
    },
    connections: {
      added: [{ source: 'keep', sourcePort: 'main', target: 'new', targetPort: 'main' }],
      removed: [{ source: 'keep', sourcePort: 'main', target: 'gone', targetPort: 'main' }],
    },
    settings: [{ pointer: '/timeZone', after: 'UTC' }],
  })
})

test('order and unsaid defaults are no difference', () => {
  const same = { nodes: [...a.nodes].reverse(), connections: [{ source: 'keep', target: 'gone', targetPort: 'main' }] }
  expect(diff(a, same)).toEqual({
    nodes: { added: [], removed: [], changed: [] },
    connections: { added: [], removed: [] },
    settings: [],
  })
})
