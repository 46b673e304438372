import { describe, expect, test } from '@jest/globals'
import { evaluate } from '../template/evaluate.js'
import { people, scopeOf } from '../testing/scope.js'
import { functions } from './functions.js'

const json = { people, o: { a: 1, b: { c: [10, 20] } }, list: [3, 1, 2], s: ' Hello ' }
const value = (expression: string) => evaluate(`{{ ${expression} }}`, scopeOf(json))

const table: Record<string, [expression: string, value: unknown][]> = {
  text: [
    ['$uppercase("aß")', 'ASS'],
    ['$lowercase("AÄ")', 'aä'],
    ['$capitalize("hello world")', 'Hello world'],
    ['$capitalize("")', ''],
    ['$trim($json.s)', 'Hello'],
    ['$split("a,b")', ['a', 'b']],
    ['$split("a-b-c", "-", 2)', ['a', 'b']],
    ['$split("a1b", /\\d/)', ['a', 'b']],
    ['$join([1, null, 2], "-")', '1--2'],
    ['$join(["a", "b"])', 'a,b'],
    ['$replace("a.b.c", ".", "-")', 'a-b-c'],
    ['$replace("a1b2", /\\d/, "#")', 'a#b2'],
    ['$replace("a1b2", /\\d/g, "#")', 'a#b#'],
    ['$substring("hello", 1, 3)', 'el'],
    ['$startsWith("abc", "a")', true],
    ['$endsWith("abc", "c")', true],
    ['$padStart(5, 3, "0")', '005'],
    ['$padEnd("a", 3, "-")', 'a--'],
    ['$slug("Crème Brûlée & Co. №5")', 'creme-brulee-co-no5'],
    ['$slug("--a--")', 'a'],
    ['$escape("<a href=\\"x\\">\'&\'</a>")', '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;'],
    ['$unescape("&lt;&amp;&#39;&#x41;&nbsp;&unknown;&#9999999;")', "<&'A\u00a0&unknown;&#9999999;"],
    ['$uppercase(undefined)', ''],
  ],
  numbers: [
    ['$round(1.005, 2)', 1.01],
    ['$round(-2.5)', -3],
    ['$round(1234, -2)', 1200],
    ['$round("2.7")', 3],
    ['$round(1e-7, 2)', 0],
    ['$floor(-1.5)', -2],
    ['$ceil(1.2)', 2],
    ['$abs(-3)', 3],
    ['$min(3, 1, 2)', 1],
    ['$max([3, 1, 2])', 3],
    ['$min([])', undefined],
    ['$sum([1, "2", 3])', 6],
    ['$sum()', 0],
    ['$sum($json.people.map(p => p.age))', 107],
    ['$avg(1, 2, 6)', 3],
    ['$avg([])', undefined],
  ],
  arrays: [
    ['$first($json.list)', 3],
    ['$first([])', undefined],
    ['$first("abc")', 'a'],
    ['$last($json.list)', 2],
    ['$nth($json.list, 1)', 1],
    ['$nth($json.list, -1)', 2],
    ['$nth($json.list, 9)', undefined],
    ['$slice($json.list, 1)', [1, 2]],
    ['$slice("hello", 1, -1)', 'ell'],
    ['$reverse($json.list)', [2, 1, 3]],
    ['$reverse("ab")', 'ba'],
    ['$length($json.list)', 3],
    ['$length("abc")', 3],
    ['$length($json.o)', 2],
    ['$length(null)', 0],
    ['$contains("abc", "b")', true],
    ['$contains([1, 2], 3)', false],
    ['$contains($json.o, "a")', true],
    ['$contains(undefined, 1)', false],
    ['$sort($json.list)', [1, 2, 3]],
    ['$sort([10, 9, null, 1])', [1, 9, 10, null]],
    ['$sort(["b", "a"])', ['a', 'b']],
    ['$sort($json.people, "age").map(p => p.name)', ['Bob', 'Ada', 'Cyd']],
    ['$sort($json.people, p => p.name, "desc").map(p => p.name)', ['Cyd', 'Bob', 'Ada']],
    ['$sort($json.list, (a, b) => b - a)', [3, 2, 1]],
    ['$filter($json.list, x => x > 1)', [3, 2]],
    ['$map($json.list, (x, i) => x + i)', [3, 2, 4]],
    ['$find($json.people, p => p.age < 20).name', 'Bob'],
    ['$find([], x => x)', undefined],
    ['$unique([1, "1", 1, NaN, NaN])', [1, '1', null]],
    ['$unique([{ a: 1 }, { a: 1 }, [1], [1]])', [{ a: 1 }, [1]]],
    ['$unique($json.people, "team").length', 2],
    ['$unique([1, 2, 3], x => x % 2)', [1, 2]],
    ['$flatten([1, [2, [3]]])', [1, 2, [3]]],
    ['$flatten([1, [2, [3]]], 2)', [1, 2, 3]],
    ['$groupBy($json.list, x => x % 2 ? "odd" : "even")', { odd: [3, 1], even: [2] }],
    ['Object.keys($groupBy($json.people, "team"))', ['red', 'blue']],
    ['$groupBy([{}], "team")', { undefined: [{}] }],
    ['$map(["a"], $uppercase)', ['A']],
  ],
  objects: [
    ['$keys($json.o)', ['a', 'b']],
    ['$values({ a: 1 })', [1]],
    ['$entries({ a: 1 })', [['a', 1]]],
    ['$merge({ a: 1 }, null, { b: 2 }, { a: 3 })', { a: 3, b: 2 }],
    ['$pick($json.o, "a", "x")', { a: 1 }],
    ['$pick($json.o, ["a"])', { a: 1 }],
    ['$omit($json.o, "b")', { a: 1 }],
    ['$get($json, "o.b.c[1]")', 20],
    ['$get($json, ["o", "b", "c", 0])', 10],
    ['$get($json, "x.y.z", "fallback")', 'fallback'],
    ['$get(undefined, "x")', undefined],
    ['$set($json.o, "b.c[0]", 99).b.c', [99, 20]],
    ['$set({}, "a.b", 1)', { a: { b: 1 } }],
    ['$set(null, "a", 1)', { a: 1 }],
    ['$set([1], "1", 2)', [1, 2]],
    ['$json.o.b.c[0]', 10],
  ],
  types: [
    ['$typeof([])', 'array'],
    ['$typeof(null)', 'null'],
    ['$typeof($now)', 'date'],
    ['$typeof(/a/)', 'regex'],
    ['$isNull(undefined)', true],
    ['$isNull(0)', false],
    ['$isEmpty("  ")', true],
    ['$isEmpty({})', true],
    ['$isEmpty(0)', false],
    ['$toNumber("1.5")', 1.5],
    ['$toNumber(true)', 1],
    ['$toNumber($now)', Date.UTC(2024, 1, 29, 12, 30, 15, 250)],
    ['$toString(5)', '5'],
    ['$toString({ a: 1 })', '{"a":1}'],
    ['$toString(null)', ''],
    ['$toBoolean("Yes")', true],
    ['$toBoolean("off")', false],
    ['$toBoolean(1)', true],
    ['$toBoolean("")', false],
    ['$toJson({ a: [1, undefined] })', '{"a":[1,null]}'],
    ['$toJson({ a: 1 }, 2)', '{\n  "a": 1\n}'],
    ['$fromJson("{\\"a\\":1}").a', 1],
    ['$if(true, 1, 2)', 1],
    ['$if(0, 1)', undefined],
    ['$if($json.x, $json.x.y.z, "none")', 'none'],
    ['$coalesce(null, undefined, 0, 1)', 0],
    ['$default("", "x")', 'x'],
    ['$default(0, 1)', 0],
  ],
  dates: [
    ['$formatDate($now)', '2024-02-29'],
    ['$formatDate("2024-02-29T12:00:00Z", "HH:mm ZZZZ")', '13:00 GMT+1'],
    ['$formatDate(0, "yyyy-MM-dd HH:mm", "America/New_York")', '1969-12-31 19:00'],
    ['$parseDate("29.02.2024", "dd.MM.yyyy")', '2024-02-29T00:00:00.000+01:00'],
    ['$parseDate("2024-02-29")', '2024-02-29T00:00:00.000+01:00'],
    ['$addDays("2024-02-28", 2).toISODate()', '2024-03-01'],
    ['$addHours("2024-03-31T01:30:00", 1).toFormat("HH:mm")', '03:30'],
    ['$diffDays("2024-02-28", "2024-03-01")', 2],
    ['$diffHours($now, $now.plus({ minutes: 90 }))', 1.5],
    ['$timestamp()', Date.UTC(2024, 1, 29, 12, 30, 15, 250)],
    ['$timestamp("1970-01-01T00:00:01Z")', 1000],
    ['$now().toMillis() === $now.toMillis()', true],
    ['$today', '2024-02-29T00:00:00.000+01:00'],
    ['$today()', '2024-02-29T00:00:00.000+01:00'],
  ],
  encodings: [
    ['$base64Encode("Grüße")', 'R3LDvMOfZQ=='],
    ['$base64Decode("R3LDvMOfZQ==")', 'Grüße'],
    ['$base64Decode("_-8")', '\ufffd\ufffd'],
    ['$urlEncode("a b&ü")', 'a%20b%26%C3%BC'],
    ['$urlDecode("a%20b")', 'a b'],
    ['$md5("")', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['$sha256("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ],
}

describe.each(Object.entries(table))('%s', (_family, rows) => {
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
