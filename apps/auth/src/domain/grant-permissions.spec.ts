import { expect, test } from '@jest/globals'
import { ApiKeyTooStrong, permissions, roles } from '@linkflow/contracts'
import { grantPermissions } from './grant-permissions.js'

const held = new Set<string>(roles.viewer)

test('all of the maker’s own when none are asked for', () => {
  expect(grantPermissions(undefined, held)).toEqual(permissions.filter((permission) => held.has(permission)))
})

test('those asked for, once each', () => {
  expect(grantPermissions(['workflow:read', 'workflow:read'], held)).toEqual(['workflow:read'])
})

test('never one the maker lacks', () => {
  try {
    grantPermissions(['workflow:read', 'workflow:delete'], held)
    throw new Error('granted')
  } catch (error) {
    expect(ApiKeyTooStrong.is(error) && error.params).toEqual({ missing: ['workflow:delete'] })
  }
})
