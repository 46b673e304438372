import { expect, test } from '@jest/globals'
import { formatTraceparent, parseTraceparent } from './traceparent.js'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

test.each([
  [`00-${traceId}-${spanId}-01`, true],
  [`00-${traceId}-${spanId}-00`, false],
  [`00-${traceId}-${spanId}-03`, true],
  [`00-${traceId}-${spanId}-02`, false],
  [`cc-${traceId}-${spanId}-01-what-the-future-brings`, true],
])('%s is sampled: %s', (header, sampled) => {
  expect(parseTraceparent(header)).toEqual({ traceId, spanId, sampled })
})

test.each([
  undefined,
  '',
  'x',
  `ff-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01-more`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}`,
  `00-${traceId}-${spanId}-1`,
])('%s is no traceparent', (header) => {
  expect(parseTraceparent(header)).toBeUndefined()
})

test.each([true, false])('what is written can be read, sampled: %s', (sampled) => {
  const written = formatTraceparent({ traceId: '1a', spanId: '2b', sampled })
  expect(parseTraceparent(written)).toEqual({
    traceId: '1a'.padStart(32, '0'),
    spanId: '2b'.padStart(16, '0'),
    sampled,
  })
})
