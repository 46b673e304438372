import { describe, expect, test } from '@jest/globals'
import { commonPasswords } from './common-passwords.js'
import { passwordWeakness } from './password-weakness.js'

const owner = { email: 'ada.lovelace@example.org', name: 'Ada Lovelace' }

describe('weak passwords', () => {
  test.each([
    ['', 'at least 12'],
    ['Kx9$mQ2vTz7', 'at least 12'],
    ['🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀', 'at least 12'],
    ['1q2w3e4r5t6y', 'well known'],
    ['1Q2W3E4R5T6Y', 'well known'],
    ['correct horse battery staple', 'well known'],
    ['CorrectHorseBatteryStaple', 'well known'],
    ['m4yth3f0rc3b3w1thy0u', 'well known'],
    ['aaaaaaaaaaaa', 'different'],
    ['abababababab', 'different'],
    ['zyxzyxzyxzyx', 'different'],
    ['!!!!!!!!!!!!!!!!', 'different'],
    ['kx9qmkx9qmkx9qm', 'repeated'],
    ['Kx9$mQKx9$mQ', 'repeated'],
    ['Ada.Lovelace-Kx9$mQ', 'e-mail'],
    ['my ada.lov3lac3 99', 'e-mail'],
    ['adalovelace1815', 'easy to guess'],
    ['lovelace-ada-2024!', 'easy to guess'],
    ['password1234', 'easy to guess'],
    ['Password1234!', 'easy to guess'],
    ['P@ssw0rd2024!', 'easy to guess'],
    ['passwordqwerty', 'easy to guess'],
    ['Summer2024!!!', 'easy to guess'],
    ['Welcome2LinkFlow!', 'easy to guess'],
    ['admin_admin_2', 'easy to guess'],
    ['123456789012', 'easy to guess'],
    ['210987654321', 'easy to guess'],
    ['abcdefghijklm', 'easy to guess'],
    ['zyxwvutsrqpo', 'easy to guess'],
    ['qwertyuiopas', 'easy to guess'],
    ['asdfghjklzxcvbnm', 'easy to guess'],
    ['aaabbbcccddd', 'well known'],
    ['aaaabbbbccccddddeeee', 'easy to guess'],
  ])('%s: %s', (password, reason) => {
    expect(passwordWeakness(password, owner)).toContain(reason)
  })

  test('every known password is refused', () => {
    for (const password of commonPasswords)
      expect([password, passwordWeakness(password, owner)]).toEqual([password, expect.any(String)])
  })
})

describe('good passwords', () => {
  test.each([
    'Kx9$mQ2vTz7!',
    'violet tractor sings at noon',
    'drehbare Heizung im Garten',
    '静かな湖の上に月が浮かんでいる',
    'x7Lp-qwer-9Gt2-Vb1m',
    'correct horse battery stapler',
  ])('%s', (password) => {
    expect(passwordWeakness(password, owner)).toBeUndefined()
  })

  test('a short address does not forbid the words it is part of', () => {
    expect(passwordWeakness('infinite teapot orbit 42', { email: 'in@example.org', name: 'I' })).toBeUndefined()
  })
})

test('the list holds several hundred entries, none of them too short to matter', () => {
  expect(commonPasswords.size).toBeGreaterThan(500)
  expect(
    [...commonPasswords].filter((password) => [...password].length < 12 || password !== password.toLowerCase()),
  ).toEqual([])
})
