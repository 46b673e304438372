import { expect, test } from '@jest/globals'
import { addressList } from './address-list.js'

test.each([
  ['192.0.2.1', ['192.0.2.1'], true],
  ['192.0.2.2', ['192.0.2.1'], false],
  ['10.9.8.7', ['192.0.2.1', '10.0.0.5/8'], true],
  ['11.0.0.0', ['10.0.0.0/8'], false],
  ['::ffff:10.9.8.7', ['10.0.0.0/8'], true],
  ['::ffff:a09:807', ['10.0.0.0/8'], true],
  ['10.9.8.7', ['::ffff:10.9.8.7'], true],
  ['2001:db8:1::1', ['2001:db8::/32'], true],
  ['2001:db9::1', ['2001:db8::/32'], false],
  ['2001:DB8::0001', ['2001:db8::1'], true],
  ['192.0.2.1', ['::/0'], true],
  ['::1', ['0.0.0.0/0'], false],
  ['', ['0.0.0.0/0', '::/0'], false],
  ['unknown', ['0.0.0.0/0', '::/0'], false],
])('%s on %j: %s', (address, entries, expected) => {
  expect(addressList(entries)(address)).toBe(expected)
})
