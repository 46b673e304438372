import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ListPlans } from '@linkflow/contracts'
import { contexts, startServices } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { billing } from '../index.js'

let services: TestServices
beforeAll(async () => {
  services = await startServices([billing])
})
afterAll(() => services?.close())

test('list-plans is answered', async () => {
  expect(await services.call(ListPlans, {}, contexts.user())).toEqual({ items: [] })
})
