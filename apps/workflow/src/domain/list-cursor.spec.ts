import { describe, expect, test } from '@jest/globals'
import { InputInvalid, newId } from '@linkflow/kernel'
import { encodeCursor } from '@linkflow/postgres'
import { cursorOf, positionOf } from './list-cursor.js'
import { newWorkflow } from './workflow.js'

const workflow = newWorkflow(newId(), 'Orders: new', new Date('2026-11-10T12:00:00.500Z'))

describe('the cursor of workflows', () => {
  test.each(['name', 'created', 'updated'] as const)('by %s is read as it was written', (sort) => {
    const cursor = cursorOf(sort, workflow)
    expect(positionOf(sort, encodeCursor(cursor))).toEqual({ ...cursor, at: cursor.at.slice(sort.length + 1) })
  })

  test.each([
    'nonsense',
    encodeCursor(cursorOf('name', workflow)),
    encodeCursor({ at: 'created:2026', id: workflow.id }),
    encodeCursor({ at: 'created:0000-01-01T00:00:00.000Z', id: workflow.id }),
    encodeCursor({ at: 'created:2026-11-10T12:00:00.500Z', id: 'none' }),
  ])('by creation is not %s', (cursor) => {
    let thrown: unknown
    try {
      positionOf('created', cursor)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: InputInvalid.code })
  })
})
