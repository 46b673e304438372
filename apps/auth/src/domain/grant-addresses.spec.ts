import { describe, expect, test } from '@jest/globals'
import { InputInvalid } from '@linkflow/kernel'
import { grantAddresses } from './grant-addresses.js'

describe('whoever is not bound', () => {
  test('binds a key to what they like, or not at all', () => {
    expect(grantAddresses(['10.0.0.0/8'], undefined)).toEqual(['10.0.0.0/8'])
    expect(grantAddresses(undefined, undefined)).toBeUndefined()
  })
})

describe('a key that is bound', () => {
  const held = ['10.0.0.0/8', '2001:db8::/32']

  test('hands its list on', () => {
    expect(grantAddresses(undefined, held)).toEqual(held)
  })

  test.each([[['10.0.0.0/8']], [['10.1.2.3']], [['2001:db8::1', '10.0.0.0/8']]])('gives %j', (asked) => {
    expect(grantAddresses(asked, held)).toEqual(asked)
  })

  test('gives nothing beyond it', () => {
    expect.assertions(1)
    try {
      grantAddresses(['10.1.2.3', '11.0.0.1', '0.0.0.0/0', '::/0'], held)
    } catch (error) {
      expect(InputInvalid.is(error) && error.params.errors.map(({ pointer }) => pointer)).toEqual([
        '/allow/1',
        '/allow/2',
        '/allow/3',
      ])
    }
  })
})
