import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ListSchedules } from '@linkflow/contracts'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { schedule } from '../index.js'

let services: TestServices
beforeAll(async () => {
  services = await startServices([schedule])
})
afterAll(() => services?.close())

test('list-schedules is answered', async () => {
  expect(await services.call(ListSchedules, {}, contexts.user())).toEqual({ items: [] })
})
