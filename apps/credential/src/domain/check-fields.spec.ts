import { describe, expect, test } from '@jest/globals'
import { CredentialTypeUnknown } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import { checkFields, publicFields } from './check-fields.js'
import { getCredentialType, listCredentialTypes } from './credential-types.js'

function findings(type: string, data: Record<string, string>): string[] {
  try {
    checkFields(data, getCredentialType(type))
    return []
  } catch (error) {
    if (InputInvalid.is(error)) return error.params.errors.map(({ code, pointer }) => `${code} ${pointer}`)
    throw error
  }
}

describe('good fields', () => {
  test.each([
    ['header', { name: 'X-API-Key', value: 'a b c' }],
    ['basic', { username: 'ada', password: 'p: ss' }],
    ['bearer', { token: 'eyJhbGciOiJub25lIn0.e30.' }],
    ['generic', { secret: '-----BEGIN KEY-----\nMII\n-----END KEY-----\n' }],
  ])('%s', (type, data) => {
    expect(findings(type, data)).toEqual([])
  })
})

describe('bad fields', () => {
  test.each([
    ['header', {}, ['required /data/name', 'required /data/value']],
    ['header', { name: 'X', value: '' }, ['required /data/value']],
    ['header', { name: 'X Y', value: 'v' }, ['invalid-format /data/name']],
    [
      'header',
      { name: 'X\r\nY', value: 'v\r\nSet-Cookie: x' },
      ['invalid-format /data/name', 'invalid-format /data/value'],
    ],
    ['header', { name: 'X', value: 'v\u0000' }, ['invalid-format /data/value']],
    ['basic', { username: 'a:b', password: 'p' }, ['invalid-format /data/username']],
    ['bearer', { token: 'a b' }, ['invalid-format /data/token']],
    ['bearer', { token: 't', 'a/b~c': 'x' }, ['unknown-member /data/a~1b~0c']],
    ['generic', { secret: 's', constructor: 'x' }, ['unknown-member /data/constructor']],
  ])('%s %j', (type, data, expected) => {
    expect(findings(type, data as Record<string, string>)).toEqual(expected)
  })

  test('a message never repeats a value', () => {
    try {
      checkFields({ token: 'the canary sings' }, getCredentialType('bearer'))
    } catch (error) {
      expect(JSON.stringify(InputInvalid.is(error) && error.toDocument())).not.toContain('canary')
    }
    expect.assertions(1)
  })
})

test('secret fields are not among the public ones', () => {
  for (const view of listCredentialTypes()) {
    const type = getCredentialType(view.type)
    const data = Object.fromEntries(type.fields.map(({ name }) => [name, 'x']))
    const shown = type.fields.filter(({ secret }) => !secret).map(({ name }) => name)
    expect(Object.keys(publicFields(data, type))).toEqual(shown)
    expect(view).not.toHaveProperty('rules')
    expect(type.fields.some(({ secret }) => secret)).toBe(true)
  }
})

test.each(['', 'oauth', 'constructor', '__proto__'])('%j is no type', (type) => {
  try {
    getCredentialType(type)
  } catch (error) {
    expect(CredentialTypeUnknown.is(error) && error.params).toEqual({
      type,
      known: ['header', 'basic', 'bearer', 'generic'],
    })
  }
  expect.assertions(1)
})
