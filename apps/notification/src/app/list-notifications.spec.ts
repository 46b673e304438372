import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ListNotifications } from '@linkflow/contracts'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { notification } from '../index.js'

let services: TestServices
beforeAll(async () => {
  services = await startServices([notification])
})
afterAll(() => services?.close())

test('list-notifications is answered', async () => {
  expect(await services.call(ListNotifications, {}, contexts.user())).toEqual({ items: [] })
})
