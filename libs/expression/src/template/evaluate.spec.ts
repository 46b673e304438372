import { describe, expect, test } from '@jest/globals'
import { people, scopeOf } from '../testing/scope.js'
import { compileTemplate } from './compile-template.js'
import { evaluate } from './evaluate.js'

const json = { a: { b: 5 }, text: 'x', list: [1, 2], flag: false, nothing: null, people }

describe('a template', () => {
  test.each([
    ['plain text', 'literal', 'plain text'],
    ['', 'literal', ''],
    ['{{ $json.a.b }}', 'single', 5],
    [' \n{{ $json.a }}\t', 'single', { b: 5 }],
    ['{{$json.list}}', 'single', [1, 2]],
    ['{{ $json.flag }}', 'single', false],
    ['{{ $json.nothing }}', 'single', null],
    ['{{ $json.absent }}', 'single', undefined],
    ['n = {{ $json.a.b }}', 'mixed', 'n = 5'],
    ['{{ $json.a.b }}{{ $json.text }}', 'mixed', '5x'],
    ['<{{ $json.absent }}{{ $json.nothing }}>', 'mixed', '<>'],
    ['<{{ $json.a }}|{{ $json.list }}>', 'mixed', '<{"b":5}|[1,2]>'],
    ['{{ "}}" }}', 'single', '}}'],
    ["{{ '{{' }} stays", 'mixed', '{{ stays'],
    ['{{ { a: { b: 1 } } }}', 'single', { a: { b: 1 } }],
    ['{{{a:{b:1}}}}', 'single', { a: { b: 1 } }],
    ['{{ `}}${`}}${1}`}}}` }}', 'single', '}}}}1}}'],
    ['{{ (($json.a.b)) }}', 'single', 5],
    ['{{ /* }} */ 1 }}', 'single', 1],
    ['{{ /}}/.test("}}") }}', 'single', true],
    ['at {{ new Date(0) }}', 'mixed', 'at 1970-01-01T01:00:00.000+01:00'],
  ])('%s', (source, kind, value) => {
    expect(compileTemplate(source).kind).toBe(kind)
    expect(evaluate(source, scopeOf(json))).toEqual(value)
  })

  test('gives plain JSON: dates are text, undefined members are gone, what is not a number is null', () => {
    const source = '{{ { d: new Date(0).toUTC(), u: undefined, n: 0 / 0, list: [undefined, $json.a] } }}'
    expect(evaluate(source, scopeOf(json))).toStrictEqual({
      d: '1970-01-01T00:00:00.000Z',
      n: null,
      list: [null, { b: 5 }],
    })
  })

  test('never evaluates what evaluation gave', () => {
    expect(evaluate('{{ $json.evil }}!', scopeOf({ evil: '{{ $env.SECRET }}' }, { env: { SECRET: 's' } }))).toBe(
      '{{ $env.SECRET }}!',
    )
  })

  test('can be given limits', () => {
    expect(() => evaluate('{{ 1 + 1 }}', scopeOf(), { fuel: 2 })).toThrow('2 steps')
    expect(() => evaluate('{{ "a".repeat(100) }}', scopeOf(), { bytes: 100 })).toThrow('100 bytes')
    expect(evaluate('{{ 1 + 1 }}', scopeOf(), { fuel: 4 })).toBe(2)
  })
})

describe('a problem', () => {
  test.each([
    ['{{ $json.absent.name }}', 'undefined', 3, '$json.absent'],
    ['hi {{ $json.nothing.name }}', 'undefined', 6, '$json.nothing'],
    ['{{ 1 }} {{ customer }}', 'undefined', 11, 'customer'],
    ['{{ $json.a.b() }}', 'undefined', 3, '$json.a.b'],
    ['{{ $json.text.shout() }}', 'undefined', 3, '$json.text.shout'],
    ['{{ nope(1) }}', 'undefined', 3, 'nope'],
    ['{{ Math.nope(1) }}', 'undefined', 3, 'Math.nope'],
    ["{{ $('Absent').json }}", 'undefined', 3, "$('Absent')"],
    ['{{ $json.people.map(p => p.address.city) }}', 'undefined', 25, 'p.address'],
    ['{{ $json.__proto__ }}', 'not-allowed', 9, '__proto__'],
    ['{{ a = 1 }}', 'not-allowed', 3, 'a = 1'],
    ['{{ Math }}', 'not-allowed', 3, 'Math'],
    ['{{ 1 + }}', 'syntax', 7, undefined],
    ['{{ 1', 'syntax', 4, undefined],
    ['{{ 1 2 }}', 'syntax', 5, undefined],
    ['{{ }}', 'syntax', 3, undefined],
    ['{{ "a".repeat(-1) }}', 'invalid-argument', 3, undefined],
    ['{{ $sum("x") }}', 'invalid-argument', 3, undefined],
    ['{{ $join(5) }}', 'type', 3, undefined],
    ['{{ [1].map(5) }}', 'type', 3, undefined],
    ['{{ [1].includes(x => x) }}', 'type', 3, undefined],
  ])('%s is %s at %i', (source, code, position, subject) => {
    const run = () => evaluate(source, scopeOf(json))
    expect(run).toThrow(expect.objectContaining({ code: `expression/${code}` }))
    expect(run).toThrow(expect.objectContaining({ params: expect.objectContaining({ position }) }))
    if (subject) expect(run).toThrow(expect.objectContaining({ params: expect.objectContaining({ subject }) }))
  })

  test('says what was undefined, where, in which expression', () => {
    expect(() => evaluate('Dear {{ $json.customer.name }}', scopeOf())).toThrow(
      '$json.customer is undefined, so it has no member name. (position 8 of {{ $json.customer.name }})',
    )
  })
})
