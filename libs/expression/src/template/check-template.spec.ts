import { expect, test } from '@jest/globals'
import { checkTemplate } from './check-template.js'

test.each(['', 'plain', '{{ $json.a }}', 'a {{ [1].map(x => x) }} b', '{{ typeof nobody }}'])(
  '%s is valid',
  (source) => {
    expect(checkTemplate(source)).toBeUndefined()
  },
)

test.each([
  ['{{ a.b }}', 'expression/undefined', 3],
  ['text {{ $json. }}', 'expression/syntax', 15],
  ['{{ this }}', 'expression/not-allowed', 3],
  ['{{ $md5(Number) }}', 'expression/type', 8],
  ['{{ [1].map(Number.isInteger, Math.nope) }}', 'expression/undefined', 29],
])('%s is %s at %i', (source, code, position) => {
  expect(checkTemplate(source)).toMatchObject({ code, position })
})

test.each([
  ['a long template', `{{ 1 }}${'x'.repeat(600_000)}`],
  ['a long expression', `{{ [${'1,'.repeat(10_000)}] }}`],
  ['many expressions', '{{ 1 }}'.repeat(3000)],
  ['many operators before a value', `{{ ${'!'.repeat(70)}1 }}`],
  ['a chain without end', `{{ ${'1+'.repeat(2000)}1 }}`],
  ['functions in functions', `{{ ${'[1].map(x => '.repeat(70)}1${')'.repeat(70)} }}`],
  ['deep parameters', `{{ [1].map((${'['.repeat(500)}a${']'.repeat(500)}) => 1) }}`],
])('%s is too large', (_name, source) => {
  expect(checkTemplate(source)?.code).toBe('expression/too-large')
})

test('a long chain on the left is not nesting', () => {
  expect(checkTemplate(`{{ ${'1+'.repeat(300)}1 }}`)).toBeUndefined()
})

test('nesting that the parser cannot follow is refused', () => {
  expect(checkTemplate(`{{ ${'('.repeat(8000)}1${')'.repeat(8000)} }}`)?.code).toMatch(/^expression\//)
})
