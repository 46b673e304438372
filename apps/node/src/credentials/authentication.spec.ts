import { describe, expect, test } from '@jest/globals'
import { NodeError } from '@linkflow/nodes'
import { authenticationOf, redact } from './authentication.js'

test('no credential adds nothing', () => {
  expect(authenticationOf(undefined)).toEqual({ headers: {}, query: {}, secrets: [] })
})

test('fields are filled into headers, query and basic', () => {
  const { headers, query } = authenticationOf({
    type: 'any',
    data: { name: 'X-Key', token: 's3cret', user: 'ada', password: 'pä:ss' },
    authenticate: {
      headers: { '{{name}}': 'Token {{ token }}' },
      query: { key: '{{token}}' },
      basic: { username: '{{user}}', password: '{{password}}' },
    },
  })
  expect(headers).toEqual({
    'X-Key': 'Token s3cret',
    Authorization: `Basic ${Buffer.from('ada:pä:ss').toString('base64')}`,
  })
  expect(query).toEqual({ key: 's3cret' })
})

test('a secret is never evaluated', () => {
  const data = { token: '{{ other }} {{ 1 + 1 }} $&', other: 'x' }
  const { headers } = authenticationOf({ type: 'bearer', data, authenticate: { headers: { A: 'Bearer {{token}}' } } })
  expect(headers.A).toBe('Bearer {{ other }} {{ 1 + 1 }} $&')
})

test.each(['{{missing}}', '{{toString}}', '{{__proto__}}'])('%s is not a field', (template) => {
  const credential = { type: 'x', data: { token: 'secret' }, authenticate: { headers: { A: template } } }
  expect(() => authenticationOf(credential)).toThrow(NodeError)
})

describe('redaction', () => {
  const { secrets } = authenticationOf({
    type: 'basic',
    data: { user: 'ada', password: 'p"ss w/rd' },
    authenticate: { basic: { username: '{{user}}', password: '{{password}}' } },
  })

  test.each([
    'p"ss w/rd',
    encodeURIComponent('p"ss w/rd'),
    JSON.stringify({ echo: 'p"ss w/rd' }),
    `Basic ${Buffer.from('ada:p"ss w/rd').toString('base64')}`,
    Buffer.from('ada:p"ss w/rd').toString('base64'),
  ])('finds %s', (text) => {
    const redacted = redact(`before ${text} after`, secrets)
    expect(redacted).toContain('[redacted]')
    expect(redacted).not.toContain('w/rd')
    expect(redacted).not.toContain(Buffer.from('ada:p"ss w/rd').toString('base64'))
  })
})
