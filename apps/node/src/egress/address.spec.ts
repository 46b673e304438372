import { describe, expect, test } from '@jest/globals'
import { isInsideName, isPublic, literalAddress } from './address.js'
import { allowsAddress, allowsHost, parseAllowList } from './allow-list.js'

const isPublicText = (text: string) => {
  const address = literalAddress(text)
  return address !== undefined && isPublic(address)
}

test.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '[2a00:1450::1]', '::ffff:8.8.8.8'])(
  '%s is public',
  (address) => expect(isPublicText(address)).toBe(true),
)

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001:db8::1',
  '2001::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '5f00::1',
])('%s is not public', (address) => {
  expect(literalAddress(address)).toBeDefined()
  expect(isPublicText(address)).toBe(false)
})

test.each([
  'localhost',
  'LOCALHOST.',
  'a.localhost',
  'metadata.google.internal',
  'db.internal',
  'printer.local',
  'x.local.',
])('%s leads inside by name', (name) => expect(isInsideName(name)).toBe(true))

test.each(['example.com', 'local.example.com', 'internal.io', 'notlocalhost', 'mylocal'])('%s does not', (name) =>
  expect(isInsideName(name)).toBe(false),
)

describe('the allow list', () => {
  const list = parseAllowList(
    ' 10.0.0.0/8, fd00::/8 ,127.0.0.1, Api.Internal:8443,wiki.local , [::1]:8080, 192.168.1.1:80 ',
  )

  test.each([
    ['10.9.9.9', true],
    ['11.0.0.1', false],
    ['fd12::1', true],
    ['127.0.0.1', true],
    ['127.0.0.2', false],
    ['::ffff:10.1.1.1', true],
  ])('network of %s: %s', (address, expected) => {
    const parsed = literalAddress(address)
    expect(parsed && allowsAddress(list, parsed)).toBe(expected)
  })

  test.each([
    ['api.internal', 8443, true],
    ['API.internal.', 8443, true],
    ['api.internal', 443, false],
    ['wiki.local', 1, true],
    ['[::1]', 8080, true],
    ['[::1]', 80, false],
    ['192.168.1.1', 80, true],
    ['192.168.1.1', 81, false],
    ['sub.wiki.local', 80, false],
  ])('host %s port %d: %s', (host, port, expected) => expect(allowsHost(list, host, port)).toBe(expected))

  test.each(['10.0.0.0/99', 'http://x', 'a b', 'x/y', 'user@host', 'host:99999'])('%s cannot be read', (text) => {
    expect(() => parseAllowList(text)).toThrow(text)
  })
})
