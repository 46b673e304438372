const hook = (respond) => ({ id: 'hook', type: 'webhook-trigger', parameters: { respond } })
const set = (id, fields) => ({ id, type: 'set', parameters: { fields } })

function inARow(name, nodes) {
  const connections = nodes.slice(1).map(({ id }, index) => ({ source: nodes[index].id, target: id }))
  return { name, workflow: { name, nodes, connections } }
}

const branching = {
  name: 'webhook → set → if → set',
  workflow: {
    name: 'branching',
    nodes: [
      hook('last-node'),
      set('first', { n: '{{ $json.body.n + 1 }}' }),
      { id: 'if', type: 'if', parameters: { condition: '{{ $json.n > 1 }}' } },
      set('yes', { answer: 'yes' }),
    ],
    connections: [
      { source: 'hook', target: 'first' },
      { source: 'first', target: 'if' },
      { source: 'if', sourcePort: 'true', target: 'yes' },
    ],
  },
}

const chain = Array.from({ length: 40 }, (_, index) => set(`set-${index}`, { [`field${index}`]: '{{ $json.body.n }}' }))

/** What is measured: small workflows that people really draw, and a long one. */
export const workloads = [
  inARow('webhook → set, answered by the last node', [hook('last-node'), set('set', { n: '{{ $json.body.n + 1 }}' })]),
  inARow('webhook → set, answered immediately', [hook('immediately'), set('set', { n: '{{ $json.body.n + 1 }}' })]),
  branching,
  inARow('webhook → 40 set nodes', [hook('last-node'), ...chain]),
]
