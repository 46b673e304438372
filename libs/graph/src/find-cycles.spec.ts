import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findCycles } from './index.js'

const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 })
const graphOf = (pairs: [number, number][]) =>
  Array.from({ length: 12 }, (_, from) => pairs.filter(([source]) => source === from).map(([, target]) => target))

test('an order without a way back has no cycle', () => {
  fc.assert(fc.property(edges, (pairs) => findCycles(graphOf(pairs.filter(([a, b]) => a < b))).length === 0))
})

test('what is found is a cycle, and cutting all of them open in turn ends', () => {
  fc.assert(
    fc.property(edges, (given) => {
      let pairs = given.filter(([a, b]) => a !== b)
      for (let cycles = findCycles(graphOf(pairs)); cycles.length > 0; cycles = findCycles(graphOf(pairs))) {
        for (const cycle of cycles) {
          const steps = cycle.map((node, i) => [node, cycle[(i + 1) % cycle.length]] as const)
          expect(new Set(cycle).size).toBe(cycle.length)
          expect(steps.every(([a, b]) => pairs.some(([x, y]) => x === a && y === b))).toBe(true)
          const [first] = steps
          pairs = pairs.filter(([a, b]) => a !== first?.[0] || b !== first?.[1])
        }
      }
      // Kahn's algorithm agrees that nothing is left.
      let left = graphOf(pairs).map((targets, node) => ({ node, targets }))
      for (let before = -1; before !== left.length;) {
        before = left.length
        const nodes = new Set(left.flatMap(({ targets }) => targets))
        left = left.filter(({ node }) => nodes.has(node))
      }
      expect(left).toEqual([])
    }),
  )
})
