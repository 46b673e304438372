import { describe, expect, test } from '@jest/globals'
import { ExpressionTooLarge, ExpressionUndefined } from '../problems.js'
import { scopeOf } from '../testing/scope.js'
import { compileParameters, resolveValue } from './parameters.js'

describe('resolving a value', () => {
  test('evaluates every text at any depth and no key', () => {
    const value = {
      url: 'https://x/{{ $json.id }}',
      '{{ k }}': 1,
      deep: [{ n: '{{ $json.id }}' }, 'plain', '{{ $json.none }}'],
    }
    expect(resolveValue(value, scopeOf({ id: 7 }))).toStrictEqual({
      url: 'https://x/7',
      '{{ k }}': 1,
      deep: [{ n: 7 }, 'plain', null],
    })
  })

  test('drops members that are undefined', () => {
    expect(resolveValue({ a: '{{ $json.none }}', b: 1 }, scopeOf())).toStrictEqual({ b: 1 })
    expect(resolveValue('{{ $json.none }}', scopeOf())).toBeNull()
  })

  test('shares what has no template', () => {
    const value = { fixed: { a: [1] }, moving: '{{ 1 }}' }
    const result = resolveValue(value, scopeOf()) as typeof value
    expect(result.fixed).toBe(value.fixed)
    expect(result).not.toBe(value)
    expect(value.moving).toBe('{{ 1 }}')
    expect(resolveValue(value.fixed, scopeOf())).toBe(value.fixed)
  })

  test('compiles an object once', () => {
    const value = { a: '{{ $index }}' }
    expect(compileParameters(value)).toBe(compileParameters(value))
    expect([0, 1].map((index) => compileParameters(value)(scopeOf({}, { index })))).toEqual([{ a: 0 }, { a: 1 }])
  })

  test('fails at once for a template that cannot be read', () => {
    expect(() => compileParameters({ a: ['{{ nobody }}'] })).toThrow(
      expect.objectContaining({ code: ExpressionUndefined.code }),
    )
  })

  test('keeps a key that is named __proto__ a key', () => {
    const value = JSON.parse('{"__proto__": "{{ $json }}", "a": "{{ 1 }}"}')
    const result = resolveValue(value, scopeOf({ polluted: true })) as object
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
    expect(Object.keys(result)).toEqual(['__proto__', 'a'])
  })

  test('gives each template its own fuel and all of them one memory', () => {
    const value = Array.from({ length: 20 }, () => '{{ "a".repeat(1000) }}')
    expect(resolveValue(value, scopeOf(), { fuel: 100 })).toHaveLength(20)
    const code = () => resolveValue(value, scopeOf(), { bytes: 10_000 })
    expect(code).toThrow(expect.objectContaining({ code: ExpressionTooLarge.code }))
  })
})
