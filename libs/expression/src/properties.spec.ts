import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { functions } from './functions/functions.js'
import { ExpressionError } from './problems.js'
import { evaluate } from './template/evaluate.js'
import { compileParameters } from './template/parameters.js'
import { people, scopeOf } from './testing/scope.js'

const names = [
  '$json',
  '$item',
  '$input',
  '$now',
  '$today',
  '$index',
  '$execution',
  '$vars',
  '$node',
  '$env',
  'x',
  'y',
  'Math',
  'Object',
  'undefined',
  'this',
  'process',
]
const keys = ['people', 'name', 'length', 'o', 'a', 'constructor', '__proto__', 'prototype', 'year', 'all', 'item', '0']
const methods = [
  'map',
  'filter',
  'reduce',
  'sort',
  'slice',
  'split',
  'join',
  'replace',
  'match',
  'toISO',
  'plus',
  'startOf',
  'set',
  'diff',
  'toFormat',
  'repeat',
  'padStart',
  'flat',
  'concat',
  'at',
  'with',
  'toString',
  'valueOf',
  'call',
  'all',
  'first',
  'setZone',
  'normalize',
  'toFixed',
  'localeCompare',
  'includes',
  'toSpliced',
  'matchAll',
  'entries',
]

const { expression } = fc.letrec<{ expression: string; leaf: string; args: string; arrow: string }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom(
      '0',
      '1',
      '-1',
      '3.5',
      '1e9',
      '1e400',
      'null',
      'true',
      '""',
      '"a,b"',
      '"2024-02-29"',
      '"days"',
      '"yyyy"',
      '/a+/g',
      '/(b)?/',
      '[]',
      '{}',
      '[1,2,3]',
      '({ a: 1 })',
      '$json.people',
      '$json.o',
    ),
    fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
  ),
  arrow: fc
    .tuple(fc.constantFrom('x', '(x, y)', '({ name: x })', '([x, ...y])', '()', '(x = 1)'), tie('expression'))
    .map(([params, body]) => `${params} => (${body})`),
  args: fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: tie('expression') },
        tie('arrow'),
        tie('expression').map((e) => `...${e}`),
      ),
      { maxLength: 3 },
    )
    .map((all) => all.join(', ')),
  expression: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '**', '==', '===', '<', '>=', '&&', '||', '??', '&', '>>>', 'in', ','),
        tie('expression'),
      )
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom('!', '-', '+', '~', 'typeof ', 'void ', 'delete '), tie('expression'))
      .map(([op, e]) => `${op}(${e})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('.', '?.'), fc.constantFrom(...keys))
      .map(([e, dot, key]) => `(${e})${dot}${key}`),
    fc.tuple(tie('expression'), tie('expression')).map(([e, key]) => `(${e})[${key}]`),
    fc
      .tuple(tie('expression'), fc.constantFrom(...methods), tie('args'))
      .map(([e, name, args]) => `(${e}).${name}(${args})`),
    fc
      .tuple(
        fc.constantFrom(
          '$',
          '$if',
          'JSON.parse',
          'JSON.stringify',
          'Object.fromEntries',
          'Object.assign',
          'new Date',
          'Math.max',
          'DateTime.fromFormat',
          'DateTime.fromObject',
          ...functions.keys(),
        ),
        tie('args'),
      )
      .map(([name, args]) => `${name}(${args})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map((all) => `(${all[0]} ? ${all[1]} : ${all[2]})`),
    fc.array(tie('expression'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
    fc
      .tuple(fc.constantFrom(...keys, '[$json.o]', '[$now]'), tie('expression'), tie('expression'))
      .map(([key, a, b]) => `({ ${key}: ${a}, ...${b} })`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `\`\${${a}}-\${${b}}\``),
  ),
}))

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze)
  return value
}

const inherited = () => [Object, Array, String, Number, Function].map((each) => Reflect.ownKeys(each.prototype).length)
const data = freeze({ people: structuredClone(people), o: { a: [1, { b: 'c' }], text: 'Grüße', none: null } })
const scope = scopeOf(data, { node: () => undefined, vars: freeze({ v: 1 }) })

/** Evaluates; whatever goes wrong must be a declared problem that was foreseen, not one that was caught. */
function attempt(source: string): void {
  try {
    const value = evaluate(source, scope, { fuel: 5000, bytes: 1_000_000 })
    // Plain JSON all the way down, absent values aside.
    expect(value === undefined ? value : JSON.parse(JSON.stringify(value))).toEqual(value)
  } catch (error) {
    if (!ExpressionError.is(error)) throw error
    if (error.cause !== undefined) throw error.cause
  }
}

test('no expression throws anything but a declared problem, or changes data or prototypes', () => {
  const before = inherited()
  // The data is frozen: a write would throw a TypeError, which is not a declared problem.
  fc.assert(
    fc.property(expression, (source) => attempt(`{{ ${source} }}`)),
    { numRuns: 4000 },
  )
  expect(inherited()).toEqual(before)
  expect(({} as Record<string, unknown>).a).toBeUndefined()
})

test('no text throws anything but a declared problem', () => {
  const tokens = [
    '{{',
    '}}',
    '$json',
    '.',
    '(',
    ')',
    '[',
    ']',
    '`',
    '${',
    '"',
    "'",
    '/',
    '\\',
    '=>',
    '...',
    '?.',
    '__proto__',
    '\u0000',
    '\n',
    '//',
    '/*',
    '*/',
    ' ',
    '1',
    'a',
  ]
  const soup = fc.array(fc.oneof(fc.constantFrom(...tokens), fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(soup, (parts) => attempt(parts.join(''))),
    { numRuns: 3000 },
  )
  fc.assert(
    fc.property(soup, (parts) => attempt(`{{ ${parts.join('')} }}`)),
    { numRuns: 3000 },
  )
})

test('a value without braces resolves to itself', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value).replaceAll('{{', '{ {'))
      expect(compileParameters(plain)(scope)).toBe(plain)
    }),
  )
})

test('a path reads what JavaScript reads', () => {
  const key = fc.stringMatching(/^[a-z]{1,3}$/)
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (path, value) => {
      // JSON has no negative zero.
      const leaf = JSON.parse(JSON.stringify(value)) as unknown

      const json = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), leaf) as Record<string, never>
      expect(evaluate(`{{ $json.${path.join('.')} }}`, scopeOf(json))).toBe(leaf)
      expect(evaluate(`{{ $json${path.map((name) => `["${name}"]`).join('')} }}`, scopeOf(json))).toBe(leaf)
      expect(evaluate(`{{ [$json.${path.join('?.')}] }}`, scopeOf(json))).toEqual([leaf])
    }),
  )
})
