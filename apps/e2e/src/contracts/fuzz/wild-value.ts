import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'

/** Text that stands for a JSON number which no JavaScript number can be written as: see {@link toJsonText}. */
const RAW = 'RAW:'

const nested = (depth: number, wrap: (inner: unknown) => unknown) => {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = wrap(value)
  return value
}

/** Values nobody asked for. */
export const wildValue: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    0.5,
    -0,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1.7976931348623157e308,
    5e-324,
    `${RAW}1e400`,
    `${RAW}-1e400`,
    `${RAW}12345678901234567890123456789`,
    '',
    ' ',
    '0',
    'null',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00x\ud800',
    '\u202eabc\u200b\ufeff',
    '🧑‍🚀'.repeat(20),
    "'; drop table users; --",
    '%s%n%x',
    '../../etc/passwd',
    '{{ $json.constructor }}',
    '\r\nSet-Cookie: a=b',
    [],
    {},
    [[]],
    [null],
    { length: -1 },
    { then: 1 },
    JSON.parse('{"__proto__":{"polluted":true}}'),
    { constructor: { prototype: { polluted: true } } },
    { toString: 1, valueOf: 2, hasOwnProperty: 3 },
  ),
  fc.constantFrom(300, 5_000, 100_000).map((length) => 'x'.repeat(length)),
  fc.constantFrom(10, 31, 33, 500).map((depth) => nested(depth, (inner) => [inner])),
  fc.constantFrom(10, 31, 33, 500).map((depth) => nested(depth, (inner) => ({ a: inner }))),
  fc.constantFrom(200, 3000).map((length) => Array.from({ length }, (_, index) => index)),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
)

/** JSON text of a value, with numbers that JSON can say and JavaScript cannot. */
export function toJsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"RAW:([-\de]+)"/g, '$1')
}
