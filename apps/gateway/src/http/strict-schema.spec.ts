import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { strictSchema } from './strict-schema.js'

const Leaf = z.object({ a: z.string() })
const cases: [name: string, schema: z.ZodType, good: unknown, bad: unknown][] = [
  ['an object', Leaf, { a: 'x' }, { a: 'x', b: 1 }],
  ['an optional member', z.object({ l: Leaf.optional() }), { l: { a: 'x' } }, { l: { a: 'x', b: 1 } }],
  ['a nullable member', z.object({ l: Leaf.nullable() }), { l: null }, { l: { a: 'x', b: 1 } }],
  ['a member with a default', z.object({ l: Leaf.default({ a: 'x' }) }), {}, { l: { a: 'x', b: 1 } }],
  ['an array', z.array(Leaf), [{ a: 'x' }], [{ a: 'x', b: 1 }]],
  ['a record', z.record(z.string(), Leaf), { k: { a: 'x' } }, { k: { a: 'x', b: 1 } }],
  ['a tuple', z.tuple([Leaf]), [{ a: 'x' }], [{ a: 'x', b: 1 }]],
  ['a union', z.union([z.string(), Leaf]), { a: 'x' }, { a: 'x', b: 1 }],
  [
    'a discriminated union',
    z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
    { k: 'b' },
    { k: 'b', c: 1 },
  ],
  ['a pipe', Leaf.pipe(z.object({ a: z.string() })), { a: 'x' }, { a: 'x', b: 1 }],
  ['a lazy schema', z.lazy(() => Leaf), { a: 'x' }, { a: 'x', b: 1 }],
]

describe('a strict copy', () => {
  test.each(cases)('refuses unknown members in %s', (_name, schema, good, bad) => {
    expect(strictSchema(schema).safeParse(good).success).toBe(true)
    expect(strictSchema(schema).safeParse(bad).success).toBe(false)
  })

  test('leaves open what is declared open', () => {
    const schema = strictSchema(z.object({ l: z.looseObject({ a: z.string() }), r: z.record(z.string(), z.unknown()) }))
    expect(schema.parse({ l: { a: 'x', b: 1 }, r: { c: 2 } })).toEqual({ l: { a: 'x', b: 1 }, r: { c: 2 } })
  })

  test('keeps checks', () => {
    const schema = strictSchema(z.object({ a: z.int() }).refine(({ a }) => a > 1))
    expect(schema.safeParse({ a: 1 }).success).toBe(false)
    expect(schema.safeParse({ a: 2 }).success).toBe(true)
  })

  test('of a schema that contains itself ends', () => {
    const Tree = z.object({
      get children() {
        return z.array(Tree)
      },
    })
    const schema = strictSchema(Tree)
    expect(schema.safeParse({ children: [{ children: [] }] }).success).toBe(true)
    expect(schema.safeParse({ children: [{ children: [], b: 1 }] }).success).toBe(false)
  })

  test('leaves the original alone', () => {
    strictSchema(Leaf)
    expect(Leaf.safeParse({ a: 'x', b: 1 }).success).toBe(true)
  })
})
