import { expect, test } from '@jest/globals'
import { covering, matcher } from './subjects.js'

test.each([
  ['a.b', 'a.b', true],
  ['a.b', 'a.b.c', false],
  ['a.*', 'a.b', true],
  ['a.*', 'a', false],
  ['a.*', 'a.b.c', false],
  ['a.>', 'a', false],
  ['a.>', 'a.b.c', true],
  ['*.b.>', 'x.b.c', true],
  ['>', 'a', true],
])('%s covers %s: %s', (pattern, subject, covers) => {
  expect(matcher(pattern)(subject)).toBe(covers)
})

test.each([
  [['evt.a.b.v1.>'], 'evt.a.b.v1.>'],
  [['evt.a.b.v1.>', 'evt.a.c.v1.>'], 'evt.a.*.v1.>'],
  [['evt.a.b.v1.>', 'evt.x.c.v2.>'], 'evt.*.*.*.>'],
  [['evt.a.b.v1.w1', 'evt.a.b.v1.w1.x'], 'evt.a.b.v1.w1.>'],
  [['evt.a.>', 'evt.a.b.v1.>'], 'evt.a.>'],
  [[], '>'],
])('%j are covered by %s', (patterns, cover) => {
  expect(covering(patterns)).toBe(cover)
})
