import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { open, rewrap, seal } from './envelope.js'
import type { Address, Envelope } from './envelope.js'
import { Keyring } from './keyring.js'

const k1 = randomBytes(32)
const k2 = randomBytes(32)
const keyring = new Keyring(new Map([['k1', k1]]), 'k1')
const both = new Keyring(
  new Map([
    ['k1', k1],
    ['k2', k2],
  ]),
  'k2',
)
const address: Address = { workspaceId: newId(), credentialId: newId(), version: 1, type: 'header' }
const sealed = (text = 'the canary sings') => seal(Buffer.from(text), address, keyring)

describe('an envelope', () => {
  test.each(['', 'x', '{"token":"ünï©ode"}', 'y'.repeat(100_000)])('opens to what was sealed (%#)', (text) => {
    expect(open(sealed(text), address, keyring).toString()).toBe(text)
  })

  test('wipes the secret it was given', () => {
    const secret = Buffer.from('the canary sings')
    seal(secret, address, keyring)
    expect(secret.every((byte) => byte === 0)).toBe(true)
  })

  test('never looks the same twice', () => {
    const [a, b] = [sealed(), sealed()]
    for (const part of ['wrappedKey', 'iv', 'tag', 'ciphertext'] as const) expect(a[part].equals(b[part])).toBe(false)
  })

  test.each(['wrappedKey', 'iv', 'tag', 'ciphertext'] as const)(
    'does not open when any byte of %s was changed',
    (part) => {
      const envelope = sealed()
      for (let at = 0; at < envelope[part].length; at++) {
        const bytes = Buffer.from(envelope[part])
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
        expect(() => open({ ...envelope, [part]: bytes }, address, keyring)).toThrow()
      }
    },
  )

  test.each(['wrappedKey', 'iv', 'tag', 'ciphertext'] as const)('does not open when %s was shortened', (part) => {
    const envelope = sealed()
    for (const length of [0, 1, 4, 8, 12, envelope[part].length - 1].filter((most) => most < envelope[part].length))
      expect(() => open({ ...envelope, [part]: envelope[part].subarray(0, length) }, address, keyring)).toThrow()
  })

  test.each<Partial<Address>>([
    { workspaceId: newId() },
    { credentialId: newId() },
    { version: 2 },
    { type: 'bearer' },
    { workspaceId: address.credentialId, credentialId: address.workspaceId },
  ])('does not open at another address (%#)', (change) => {
    expect(() => open(sealed(), { ...address, ...change }, keyring)).toThrow()
  })

  test('does not open with another key of the same name, or without the key', () => {
    expect(() => open(sealed(), address, new Keyring(new Map([['k1', k2]]), 'k1'))).toThrow()
    expect(() => open(sealed(), address, new Keyring(new Map([['k2', k2]]), 'k2'))).toThrow('no key "k1"')
  })

  test('does not open as another algorithm', () => {
    expect(() => open({ ...sealed(), algorithm: 'aes-256-cbc' }, address, keyring)).toThrow('unknown algorithm')
  })

  test('parts of two envelopes of one credential do not go together', () => {
    const [a, b]: Envelope[] = [sealed('one'), sealed('two')]
    expect(() => open({ ...a!, wrappedKey: b!.wrappedKey }, address, keyring)).toThrow()
  })
})

test('rewrapped, it opens with the new key alone, and its secret was not touched', () => {
  const before = sealed()
  const after = rewrap(before, address, both)
  expect(after).toMatchObject({ keyId: 'k2', iv: before.iv, tag: before.tag, ciphertext: before.ciphertext })
  expect(open(after, address, new Keyring(new Map([['k2', k2]]), 'k2')).toString()).toBe('the canary sings')
})

describe('a fingerprint', () => {
  const credential = { workspaceId: address.workspaceId, credentialId: address.credentialId }
  test('is the same for the same data in any order, and another for other data', () => {
    const one = keyring.fingerprint(credential, { a: '1', b: '2' })
    expect(keyring.fingerprint(credential, { b: '2', a: '1' })).toBe(one)
    expect(keyring.fingerprint(credential, { a: '1', b: '3' })).not.toBe(one)
    expect(one).toMatch(/^[0-9a-f]{16}$/)
  })

  test('does not show that two credentials hold the same secret', () => {
    const other = { ...credential, credentialId: newId() }
    expect(keyring.fingerprint(credential, { a: '1' })).not.toBe(keyring.fingerprint(other, { a: '1' }))
  })
})
