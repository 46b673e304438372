import { describe, expect, test } from '@jest/globals'
import { TemplateError, parseTemplate } from './parse-template.js'
import { renderEmail } from './render-email.js'

test('a template without a variable is itself', () => {
  expect(parseTemplate('{ a } }} {')).toEqual([{ kind: 'literal', text: '{ a } }} {' }])
})

describe('is no template:', () => {
  test.each([
    '{{}}',
    '{{ a b }}',
    '{{a.b}}',
    '{{__proto__}}',
    '{{#a}}',
    '{{/a}}',
    '{{#a}}{{#b}}{{/b}}{{/a}}',
    '{{#a}}{{/b}}',
  ])('%s', (text) => expect(() => parseTemplate(text)).toThrow(TemplateError))
})

test('a value is never read as a template, and a name never as a member of the prototype', () => {
  const fill = (text: string, values: Record<string, string>) =>
    renderEmail({ subject: 'x', text, html: 'x', variables: [] }, values).text
  expect(fill('{{a}}', { a: '{{b}}', b: 'secret' })).toBe('{{b}}')
  expect(fill('{{a}}', { a: "$& $' $1" })).toBe("$& $' $1")
  expect(() => fill('{{toString}}', {})).toThrow('The variable "toString" is missing.')
})

test('a list repeats for its items, which see what is around them', () => {
  const { text, html } = renderEmail(
    {
      subject: 'x',
      text: '{{#rows}}{{name}} of {{place}}; {{/rows}}',
      html: '{{#rows}}<b>{{name}}</b>{{/rows}}',
      variables: [],
    },
    { place: 'Acme', rows: [{ name: '<Ann>' }, { name: 'Bob', place: 'Home' }] },
  )
  expect(text).toBe('<Ann> of Acme; Bob of Home; ')
  expect(html).toBe('<b>&lt;Ann&gt;</b><b>Bob</b>')
})
