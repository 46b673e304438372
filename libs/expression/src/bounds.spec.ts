import { describe, expect, test } from '@jest/globals'
import { ExpressionError } from './problems.js'
import { evaluate } from './template/evaluate.js'
import { scopeOf } from './testing/scope.js'

function code(expression: string, data = {}): string {
  try {
    evaluate(`{{ ${expression} }}`, scopeOf(data))
    return 'nothing'
  } catch (error) {
    if (!ExpressionError.is(error)) throw error
    return error.code
  }
}

const long = 'a'.repeat(50_000)
const ten = '[1,2,3,4,5,6,7,8,9,10]'

test.each([
  '"a".repeat(1e9)',
  '"ab".repeat(2 ** 40)',
  '"a".padStart(1e9)',
  '"a".padEnd(1e9, "xyz")',
  `$padStart("a", 1e9)`,
  `${ten}.reduce(a => a + a, $json.long)`,
  `[1].concat(${ten}).reduce(a => a + a + a + a, "0123456789")`,
  `${ten}.reduce(a => [...a, ...a, ...a, ...a], [1,2,3,4])`,
  `${ten}.reduce(a => a.concat(a, a, a, a), [1,2,3])`,
  `${ten}.reduce(a => [a, a, a, a, a, a].flat(), ${ten})`,
  '"a".repeat(4000).replaceAll("", "b".repeat(4000))',
  '"a".repeat(3000).replace(/a/g, "$`$\'$&")',
  '"a".repeat(3000).replace(/a/g, (m, i, all) => all)',
  `Array.of(...${ten}).map(x => $json.long).join("-").repeat(50)`,
  'JSON.stringify([$json.long, $json.long, $json.long, $json.long, $json.long].map(x => x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x))',
  '$json.long.normalize("NFKD").normalize("NFKD").normalize("NFKD").normalize("NFKD").normalize("NFKD")',
  '$json.long.split("").map(c => $json.long.toUpperCase())',
  `${ten}.reduce(a => $base64Encode(a), $json.long)`,
  `${ten}.reduce(a => $escape(a), "&".repeat(10000))`,
])('too large before it is made: %s', (expression) => {
  expect(['expression/too-large', 'expression/fuel-exceeded']).toContain(code(expression, { long }))
})

test.each([
  `$json.list.map(a => $json.list.map(b => $json.list.map(c => 1)))`,
  '$json.list.reduce((a, x) => a + $json.list.length + $json.list.join(), "")',
  '($json.long + "b").match(/(a+)+$/)',
  '$json.long.replace(/a(.*b)?/g, "")',
  '$json.long.match(/(.*)(.*)(.*)(.*)[x-z]/)',
  '$json.long.matchAll(/(a|aa)+b|a/g)',
  '$json.long.split(/(a?){50}b|a/)',
  '$json.list.map(x => $json.long.indexOf("b"))',
  '$json.list.map(x => $json.long === $json.long + "" )',
  '$json.list.map(x => $json.long < $json.long)',
  '$json.list.map(x => $json.list.includes(NaN))',
  '$json.list.sort((a, b) => $json.list.indexOf(-1))',
  '$json.list.map(x => $sha256($json.long))',
  '$json.list.map(x => Number($json.long))',
  '$json.list.map(x => ({})[$json.long])',
  '$json.list.map(x => $json.long.trim())',
  '$json.list.map(x => $isEmpty($json.long))',
  '$json.list.map(x => $md5($json.long))',
  '$json.list.map(x => $contains($json.long, "b"))',
  '$json.list.map(x => $unique($json.list))',
  '$json.list.map(x => Math.max(...$json.list))',
  '$json.list.map(x => $json.long.lastIndexOf("b".repeat(2000)))',
  '$json.long.indexOf("b" + "a".repeat(20000))',
])('too much work: %s', (expression) => {
  const list = Array.from({ length: 2000 }, (_, i) => i)
  expect(['expression/fuel-exceeded', 'expression/too-large']).toContain(
    code(expression, { long: long.repeat(2), list }),
  )
})

describe('nesting', () => {
  test('of a value that is built', () => {
    expect(code('$json.list.reduce(a => [a], [])', { list: Array(500).fill(0) })).toBe('expression/too-large')
    expect(code('$json.list.reduce(a => ({ a }), 1)', { list: Array(500).fill(0) })).toBe('expression/too-large')
    expect(code('"" + $json.list.reduce(a => [a], [])', { list: Array(5000).fill(0) })).toBe('expression/too-large')
    expect(code('JSON.parse("[".repeat(5000) + "]".repeat(5000))')).toBe('expression/too-large')
  })

  test('of calls', () => {
    const nested = (depth: number): string => (depth === 0 ? '1' : `[1].map(x => ${nested(depth - 1)})`)
    expect(code(nested(12))).toBe('nothing')
    expect(code(nested(80))).toBe('expression/too-large')
  })
})

test('ordinary work on ordinary data is far inside the bounds', () => {
  const items = Array.from({ length: 1000 }, (_, id) => ({ id, name: `Item ${id}`, price: id / 3, tags: ['a', 'b'] }))
  const body = 'Lorem ipsum <b>dolor</b> sit amet. '.repeat(500)
  const expressions = [
    '$json.items.filter(i => i.price > 100 && i.tags.includes("a")).map(i => ({ ...i, label: `${i.id}: ${i.name}` }))',
    '$json.items.reduce((sum, i) => sum + i.price, 0)',
    '$json.items.map(i => i.name).join(", ")',
    '$groupBy($json.items, i => i.id % 10)',
    '$sort($json.items, "name", "desc")',
    'JSON.parse(JSON.stringify($json.items))',
    '$json.body.replace(/<[^>]+>/g, "")',
    '$json.body.split(/\\s+/).length',
    '$json.body.toUpperCase().includes("DOLOR")',
    '$json.items.reduce((all, i) => all + i.name + "\\n", "")',
    '$base64Encode($json.body)',
  ]
  for (const expression of expressions) expect(code(expression, { items, body })).toBe('nothing')
})
