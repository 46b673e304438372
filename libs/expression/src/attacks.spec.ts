import { describe, expect, test } from '@jest/globals'
import { ExpressionError } from './problems.js'
import { evaluate } from './template/evaluate.js'
import { scopeOf } from './testing/scope.js'

const json = { a: { b: 1 }, list: [1, 2, 3], text: 'abc' }

/** The code of the problem an expression ends with, or its value. */
function outcome(expression: string, data = json): unknown {
  try {
    return evaluate(`{{ ${expression} }}`, scopeOf(data))
  } catch (error) {
    if (!ExpressionError.is(error)) throw error
    return error.code.slice('expression/'.length)
  }
}

describe('ways to a prototype', () => {
  test.each([
    '$json.constructor',
    '$json["constructor"]',
    '$json?.constructor',
    '$json["__proto__"]',
    '$json.__proto__.x',
    '$json.prototype',
    '"".constructor',
    '[].constructor',
    '(1).constructor',
    '/a/.constructor',
    '$now.constructor',
    '$input.constructor',
    '$("A").constructor',
    '$node.constructor',
    'Math.constructor',
    'Object.constructor',
    'Object.prototype',
    'Array.prototype',
    '$json["con" + "structor"]',
    '$json[`con${"structor"}`]',
    '$json[`constructor`]',
    '$json[["constructor"]]',
    '$json[[["__proto__"]]]',
    '$json[["__pro", "to__"].join("")]',
    '$json["rotcurtsnoc".split("").reverse().join("")]',
    '$json[$lowercase("CONSTRUCTOR")]',
    '$json[String.fromCharCode(99) + "onstructor"]',
    '["constructor"].map(k => $json[k])',
    '["constructor"].map(k => $json[k]("x"))',
    '$json.a["constructor"]["constructor"]("return process")()',
    '(() => 1).constructor',
    '[1].map(x => x.constructor)',
    '[1].map(({ constructor }) => constructor)',
    '[1].map(({ constructor: c }) => c)',
    '[{}].map(({ __proto__: p }) => p)',
    '[1].map((x = $json.constructor) => x)',
    '({ __proto__: null })',
    '({ "__proto__": $json })',
    '({ ["__proto__"]: $json })',
    '({ [`__pro${"to__"}`]: 1 })',
    '({ constructor: 1 })',
    '({ prototype: 1 })',
    'Object.fromEntries([["__proto__", 1]])',
    'Object.fromEntries([["constructor", 1]])',
    '$set($json, "__proto__.x", 1)',
    '$set($json, "a.constructor.prototype.x", 1)',
    '$get($json, "constructor")',
    '$get($json, ["__proto__", "x"])',
    '$groupBy([{ k: "__proto__" }], "k")',
    '$groupBy([1], x => "constructor")',
    '$sort([{}], "constructor")',
    '$unique([{}], "__proto__")',
    '"a".replace(/(?<__proto__>a)/, "b")',
    '[].concat.constructor',
    'Math.max.constructor',
  ])('%s', (expression) => {
    expect(['not-allowed', 'undefined', 'syntax']).toContain(outcome(expression))
  })

  test.each([
    ['$merge({}, JSON.parse(\'{"__proto__":{"x":1},"constructor":2,"k":3}\'))', { k: 3 }],
    ['JSON.parse(\'{"a":[{"__proto__":{"x":1}}]}\')', { a: [{}] }],
    ['({ ...$json })', { k: 1 }],
    ['[$json].map(({ ...rest }) => rest)', [{ k: 1 }]],
    ['$omit($json, "k")', {}],
    ['Object.assign({}, $json)', { k: 1 }],
    ['$set($json, "m", 2)', { k: 1, m: 2 }],
    ['$merge($json, { k: 2 })', { k: 2 }],
  ])('%s leaves them out', (expression, value) => {
    const hostile = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"polluted":1},"k":1}')
    const result = outcome(expression, hostile) as object
    expect(result).toStrictEqual(value)
    expect(Object.hasOwn(result, '__proto__')).toBe(false)
  })

  test.each(['$pick($json, "__proto__")', '$pick($json, ["constructor"])'])('%s refuses them', (expression) => {
    expect(outcome(expression, JSON.parse('{"__proto__":{"x":1},"constructor":1}'))).toBe('not-allowed')
  })

  test('a node that is named __proto__ is only a name', () => {
    expect(() => evaluate('{{ $("__proto__").json }}', scopeOf())).toThrow('does not exist')
    expect(outcome('$node["__proto__"].json')).toBe('not-allowed')
  })
})

describe('syntax that is not part of the language', () => {
  test.each([
    'this',
    'this.constructor',
    'globalThis',
    'process',
    'process.env',
    'global',
    'window',
    'require("fs")',
    'eval("1")',
    'Function("return 1")()',
    'new Function("return 1")()',
    'import("fs")',
    'import.meta',
    'new.target',
    'Symbol("x")',
    'Symbol.iterator',
    'Reflect.ownKeys($json)',
    'new Proxy({}, {})',
    'Promise.resolve(1)',
    'setTimeout(() => 1)',
    'Buffer.from("x")',
    'structuredClone($json)',
    'arguments',
    'Object.defineProperty({}, "a", {})',
    'Object.getPrototypeOf($json)',
    'Object.setPrototypeOf({}, null)',
    'Object.create(null)',
    'Object.getOwnPropertyNames("")',
    'Error("x")',
    'Error.prepareStackTrace',
    'new Error("x").stack',
    'new Map()',
    'new Array(1e9)',
    'Array(1e9)',
    'Array.from({ length: 1e9 })',
    'new RegExp("(a+)+$")',
    'RegExp("a")',
    'String.raw`x`',
    'BigInt(1)',
    '10n',
    'class {}',
    'class extends $json.constructor {}',
    'function () {}',
    'function* () {}',
    '[1].map(function (x) { return x })',
    '[1].map(x => { return x })',
    '[1].map(async x => x)',
    '[1].map(async (x) => await x)',
    '(x => x)(1)',
    '(() => this)()',
    'x => x',
    '[x => x]',
    '({ f: x => x })',
    '({ f() { return 1 } })',
    '({ get f() { return 1 } })',
    '({ set f(v) {} })',
    '({ async f() {} })',
    '({ *f() {} })',
    '({ [Symbol.iterator]: 1 })',
    '[1].map((x = y => y) => x)',
    'true ? x => x : 1',
    '$coalesce(x => x)',
    '$default(undefined, x => x)',
    '$if(true, x => x)',
    '[[Math.max]].flat()',
    '[Boolean]',
    '({ f: Boolean })',
    'Math.max',
    'parseInt',
    '[1].reduce((a, b) => a, x => x)',
    '[1].concat(x => x)',
    '[1].with(0, x => x)',
    '$first([1], x => x)',
    '[1].map(f => f(1))',
    '[Number].map(f => f(1))',
    '[1].map(...[x => x])',
    '$json.a = 1',
    '$json.a.b += 1',
    '$json.a.b++',
    '--$json.a.b',
    'delete $json.a',
    '[$json.a] = [1]',
    '({ a: $json.a } = {})',
    '1, 2',
    'void 0',
    '"a" in $json',
    '$json instanceof Object',
    '$json.#a',
    'super.x',
    'await 1',
    'yield 1',
    'var x',
    'let x',
    'if (1) {}',
    '1; 2',
    'throw 1',
    'debugger',
    '`${$json}`.constructor',
    'tag`x`',
    '$json.text.at`1`',
    '$uppercase`x`',
    'Math[$json.text]',
    'new Date',
    'new Math.max()',
    'new (Date)(0)',
    'new $json.a()',
    'new String("x")',
    '<!-- x',
    '(a) => a',
    '...[1]',
    '[].push(1)',
    '$json.list.push(4)',
    '$json.list.splice(0)',
    '$json.list.fill(0)',
    '$json.list.copyWithin(0, 1)',
    '$json.text.valueOf.call("x")',
    '$json.list.map.call([1], x => x)',
    '"".at.apply("", [])',
    '[].map.bind([])',
    '$json.toLocaleString()',
    '$json.__defineGetter__("x", () => 1)',
    '$json.__lookupGetter__("a")',
    '$json.isPrototypeOf({})',
    '$json.list.forEach(x => x)',
    '"x".anchor("y")',
    '[1].toLocaleString()',
    '$now.reconfigure({})',
    '$now.c',
    '$now.loc.x',
    '$now.time.x',
    '$input.get("x")',
    '$input.scope.x',
    '$input.methods.x',
    '/a/.program.x',
    '/a/.compile("b")',
    '"a".replace(/a/, { toString: 1 }).x.y',
  ])('%s', (expression) => {
    const result = outcome(expression)
    if (expression === 'new Date') return expect(result).toMatch(/^2024/)
    if (expression === '$now.c') return expect(result).toBeUndefined()
    expect(['not-allowed', 'undefined', 'syntax', 'type', 'invalid-argument']).toContain(result)
  })
})

describe('what data cannot do', () => {
  test('an accessor is never run', () => {
    let calls = 0
    const trap = Object.defineProperty({ plain: 1 }, 'trap', { enumerable: true, get: () => ++calls })
    const scope = scopeOf({ o: trap as never })
    const expressions = [
      '$json.o.trap',
      '$json.o["tr" + "ap"]',
      '{ ...$json.o }',
      'JSON.stringify($json.o)',
      '[$json.o]',
      'Object.values($json.o)',
      'Object.entries($json.o)',
      '$get($json, "o.trap")',
      '$pick($json.o, "trap")',
      '[$json.o].map(({ trap }) => trap)',
      '$sort([$json.o], "trap")',
      '`${[$json.o]}`',
    ]
    for (const expression of expressions) evaluate(`{{ ${expression} }}`, scope)
    evaluate('{{ $json.o }} and text', scope)
    expect(calls).toBe(0)
  })

  test('its toString and valueOf are data, not code', () => {
    const called = () => {
      throw new Error('called')
    }
    const hostile = { o: { toString: called, valueOf: called, toJSON: called, length: 5, map: called, then: called } }
    const scope = scopeOf(hostile as never)
    expect(evaluate('{{ "" + $json.o }}', scope)).toBe('[object Object]')
    expect(evaluate('{{ $json.o + 1 }}', scope)).toBe('[object Object]1')
    expect(evaluate('{{ $json.o > 1 }}', scope)).toBe(false)
    expect(evaluate('{{ $json.o == "x" }}', scope)).toBe(false)
    expect(evaluate('{{ $json.o.toString() }}', scope)).toBe('[object Object]')
    expect(evaluate('{{ JSON.stringify($json.o) }}', scope)).toBe('{"length":5}')
    expect(evaluate('{{ { a: 1 }[$json.o] }}', scope)).toBeUndefined()
    expect(() => evaluate('{{ $json.o.map(x => x) }}', scope)).toThrow('is not a function')
  })

  test('NUL and lone surrogates are characters like others', () => {
    const scope = scopeOf({ 'a\u0000b': 'x\u0000y', s: '\ud800' })
    expect(evaluate('{{ $json["a\\u0000b"].split("\\u0000") }}', scope)).toEqual(['x', 'y'])
    expect(evaluate('<{{ $json }}>', scope)).toBe('<{"a\\u0000b":"x\\u0000y","s":"\\ud800"}>')
    expect(evaluate('{{ $json.s + "!" }}', scope)).toBe('\ud800!')
    expect(outcome('$urlEncode("\\ud800")')).toBe('invalid-argument')
  })
})
