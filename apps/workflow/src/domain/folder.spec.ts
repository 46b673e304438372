import { describe, expect, test } from '@jest/globals'
import { FolderInItself, FolderNotFound, FolderTooDeep } from '@linkflow/contracts'
import { assertPlace, depthOf, heightOf } from './folder.js'

const chain = new Map([
  ['a', undefined],
  ...'bcdefgh'.split('').map((id, index) => [id, 'abcdefgh'[index]] as [string, string]),
  ['z', undefined],
] as [string, string | undefined][])

describe('folders', () => {
  test('know how deep they lie and how much is below', () => {
    expect([depthOf(chain, undefined), depthOf(chain, 'a'), depthOf(chain, 'h')]).toEqual([0, 1, 8])
    expect([heightOf(chain, 'a'), heightOf(chain, 'h')]).toEqual([8, 1])
  })

  test.each([
    ['too deep', 'h', undefined, FolderTooDeep.code],
    ['too deep with what it holds', 'z', 'a', FolderTooDeep.code],
    ['into itself', 'a', 'a', FolderInItself.code],
    ['into what it holds', 'c', 'b', FolderInItself.code],
    ['nowhere', 'nowhere', undefined, FolderNotFound.code],
  ])('cannot be put %s', (_, parentId, id, code) => {
    let thrown: unknown
    try {
      assertPlace(chain, parentId, id)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code })
  })

  test('can be put where there is room', () => {
    expect(() => assertPlace(chain, 'g', undefined)).not.toThrow()
    expect(() => assertPlace(chain, undefined, 'b')).not.toThrow()
    expect(() => assertPlace(chain, 'a', 'z')).not.toThrow()
  })
})
