import { describe, expect, test } from '@jest/globals'
import { evaluate } from '../template/evaluate.js'
import { exampleJson, functionExamples } from '../testing/function-examples.js'
import { scopeOf } from '../testing/scope.js'
import { functions } from './functions.js'

const value = (expression: string) => evaluate(`{{ ${expression} }}`, scopeOf(exampleJson))

describe.each(Object.entries(functionExamples))('%s', (_family, rows) => {
  test.each(rows)('%s', (expression, expected) => {
    expect(value(expression)).toEqual(expected)
  })
})

test.each([
  '$sum(["x"])',
  '$round("")',
  '$round(1, 99)',
  '$toNumber("x")',
  '$toNumber("")',
  '$toBoolean("maybe")',
  '$fromJson("{")',
  '$base64Decode("*")',
  '$urlDecode("%")',
  '$parseDate("soon")',
  '$parseDate("1.1.2024", "dd.MM.yyyy")',
  '$parseDate("11", "dd dd")',
  '$addDays("x", 1)',
  '$addDays($now, "x")',
  '$randomInt(2, 1)',
  '$get({}, "")',
  '$set([], "5", 1)',
  '$formatDate($now, "d", "Mars/Base")',
  '"a".normalize("X")',
  '(1).toFixed(101)',
  '[].reduce((a, b) => a)',
  '[1].with(5, 1)',
  '"a".matchAll(/a/)',
  '"a".replaceAll(/a/, "")',
  '$now.plus({ days: 1e18 })',
  '$now.plus({ fortnights: 1 })',
  '$now.startOf("x")',
  'new Date("x")',
  'new Date(1e20)',
])('%s is an invalid argument', (expression) => {
  expect(() => value(expression)).toThrow(expect.objectContaining({ code: 'expression/invalid-argument' }))
})

test('random values repeat for the same scope', () => {
  const all = '{{ [$uuid(), $random(), $randomInt(1, 6), Math.random()] }}'
  const [uuid, random, die] = evaluate(all, scopeOf()) as [string, number, number]
  expect(evaluate(all, scopeOf())).toEqual(evaluate(all, scopeOf()))
  expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(random).toBeGreaterThanOrEqual(0)
  expect([1, 2, 3, 4, 5, 6]).toContain(die)
  expect(evaluate('{{ $uuid() }}', scopeOf({}, { uuid: () => 'mine' }))).toBe('mine')
})

test('every function that is promised exists', () => {
  const promised =
    '$uppercase $lowercase $capitalize $trim $split $join $replace $substring $length $contains $startsWith $endsWith $padStart $padEnd $round $floor $ceil $abs $min $max $sum $avg $random $randomInt $now $today $timestamp $formatDate $parseDate $addDays $addHours $diffDays $diffHours $first $last $nth $slice $reverse $sort $filter $map $find $unique $flatten $groupBy $keys $values $entries $merge $pick $omit $get $set $typeof $isNull $isEmpty $toNumber $toString $toBoolean $toJson $fromJson $base64Encode $base64Decode $urlEncode $urlDecode $md5 $sha256 $coalesce $default $uuid $slug $escape $unescape'
  expect(promised.split(' ').filter((name) => !functions.has(name))).toEqual([])
})
