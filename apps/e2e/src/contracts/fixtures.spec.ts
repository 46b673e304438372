import { expect, test } from '@jest/globals'
import { namesTenant } from './fixtures.js'
import { operations } from './operations.js'

test('every path parameter of every operation has a fixture', () => {
  for (const operation of operations) expect(namesTenant(operation)).toEqual(expect.any(Boolean))
})

test('one that has none is told, with what to do', () => {
  const operation = { ...operations[0]!, name: 'GET /moons/:moonId', parameters: ['moons/:moonId'] }
  expect(() => namesTenant(operation)).toThrow(
    '"GET /moons/:moonId" has the path parameter "moons/:moonId", for which there is no fixture: add one to ',
  )
})
