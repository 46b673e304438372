import { expect, test } from '@jest/globals'
import { references } from './references.js'

test.each([
  ['plain', [], [], false],
  ['{{ $json.a }} {{ $vars.b }}', [], ['$json', '$vars'], false],
  [
    `{{ $('One').item.json.x + $node['Two'].json.y + $node.Three.json.z }}`,
    ['One', 'Two', 'Three'],
    ['$', '$node'],
    false,
  ],
  ['{{ $($json.name).first() }}', [], ['$json', '$'], true],
  ['{{ $node[$json.name].json }}', [], ['$node', '$json'], true],
  ['{{ [1].map($json => $json + 1) }}', [], [], false],
  ['{{ $uuid() + $md5($now.toISO()) }}', [], ['$uuid', '$now'], false],
])('%s', (source, nodes, roots, dynamicNodes) => {
  const found = references(source)
  expect(new Set(found.nodes)).toEqual(new Set(nodes))
  expect(new Set(found.roots)).toEqual(new Set(roots))
  expect(found.dynamicNodes).toBe(dynamicNodes)
})
