import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { GetSettings, ResolveSettings, UpdateSettings, WorkspaceNotFound } from '@linkflow/contracts'
import { Forbidden, InputInvalid, newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { givenWorkspace, refusals, rejected, startWorkspace } from './harness.js'
import type { Started } from './harness.js'

let started: Started
let call: TestServices['call']
beforeAll(async () => {
  started = await startWorkspace()
  call = started.call
})
afterAll(() => started?.services.close())

test('settings are said, read by members and services, and taken back', async () => {
  const { id, ctx } = await givenWorkspace(started)
  expect(await call(GetSettings, { id }, ctx)).toEqual({})
  expect(await call(UpdateSettings, { id, timeZone: 'Europe/Oslo' }, ctx)).toEqual({ timeZone: 'Europe/Oslo' })
  const viewer = contexts.user({ workspaceId: id, role: 'viewer' })
  expect(await call(GetSettings, { id }, viewer)).toEqual({ timeZone: 'Europe/Oslo' })
  expect(await call(ResolveSettings, {}, contexts.service('workflow', id))).toEqual({ timeZone: 'Europe/Oslo' })
  expect(await call(UpdateSettings, { id }, ctx)).toEqual({})
})

test.each(['', 'Europe/Atlantis', 'x'.repeat(65)])('%j is no time zone', async (timeZone) => {
  const { id, ctx } = await givenWorkspace(started)
  const error = await rejected(call(UpdateSettings, { id, timeZone }, ctx))
  expect(InputInvalid.is(error) && error.params.errors[0]).toMatchObject({ pointer: '/timeZone' })
})

test('another workspace has none to read or write, and an editor says none', async () => {
  const { id } = await givenWorkspace(started)
  const other = await givenWorkspace(started)
  const gone = contexts.service('workflow', newId())
  for (const error of await refusals([
    call(GetSettings, { id }, other.ctx),
    call(UpdateSettings, { id }, other.ctx),
    call(ResolveSettings, {}, gone),
  ]))
    expect(WorkspaceNotFound.is(error)).toBe(true)
  const editor = contexts.user({ workspaceId: id, role: 'editor' })
  for (const error of await refusals([call(UpdateSettings, { id }, editor), call(ResolveSettings, {}, editor)]))
    expect(Forbidden.is(error)).toBe(true)
})
