import { describe, expect, test } from '@jest/globals'
import { Turns } from './turns.js'

/** Work that goes on until it is let go, and the order in which it began. */
function works(turns: Turns) {
  const began: string[] = []
  const ends = new Map<string, () => void>()
  const take = (workspaceId: string, key: string, name: string) =>
    turns.take(workspaceId, key, () => {
      began.push(name)
      return new Promise<void>((end) => ends.set(name, end))
    })
  /** Ends what has begun until nothing begins any more. */
  const endAll = async () => {
    await settled()
    for (const name of began) {
      ends.get(name)!()
      await settled()
    }
  }
  return { began, take, endAll }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  test('of one key are taken one after the other, in the order they came', async () => {
    const { began, take, endAll } = works(new Turns(4))
    const all = ['1', '2', '3'].map((name) => take('a', 'key', name))
    await settled()
    expect(began).toEqual(['1'])
    await endAll()
    await Promise.all(all)
    expect(began).toEqual(['1', '2', '3'])
  })

  test('of different keys are taken side by side, but only so many', async () => {
    const { began, take, endAll } = works(new Turns(2))
    const all = ['1', '2', '3'].map((name) => take('a', name, name))
    await settled()
    expect(began).toEqual(['1', '2'])
    await endAll()
    await Promise.all(all)
    expect(began).toEqual(['1', '2', '3'])
  })

  test('go from workspace to workspace and from key to key', async () => {
    const { began, take, endAll } = works(new Turns(1))
    const all = ['a1', 'a2', 'a3'].map((name) => take('a', 'much', name))
    all.push(take('a', 'little', 'a4'), take('b', 'other', 'b1'))
    await endAll()
    await Promise.all(all)
    expect(began).toEqual(['a1', 'a2', 'b1', 'a4', 'a3'])
  })

  test('are counted for each workspace, and forgotten when they are over, also by a failure', async () => {
    const turns = new Turns(1)
    const { take, endAll } = works(turns)
    const all = [take('a', 'key', '1'), take('a', 'key', '2')]
    expect(turns.lengthOf('a')).toBe(2)
    expect(turns.lengthOf('b')).toBe(0)
    await endAll()
    await Promise.all(all)
    await expect(turns.take('a', 'key', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(turns.lengthOf('a')).toBe(0)
  })
})
