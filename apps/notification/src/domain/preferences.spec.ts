import { expect, test } from '@jest/globals'
import { notificationChannels, notificationEvents, roleNames, roles } from '@linkflow/contracts'
import type { NotificationEvent, Role } from '@linkflow/contracts'
import { NO_PREFERENCES, timingOf } from './preferences.js'
import type { Preferences } from './preferences.js'

/** Somebody who wants everything, by every channel. */
const curious: Preferences = {
  ...NO_PREFERENCES,
  chosen: notificationEvents.flatMap((event) =>
    notificationChannels.map((channel) => ({ event, channel, timing: 'immediately' as const })),
  ),
}

test.each([
  ['execution-failed', ['owner', 'admin', 'editor', 'viewer']],
  ['quota-alert', ['owner', 'admin']],
  ['invoice', ['owner', 'admin']],
  ['subscription', ['owner', 'admin']],
] as [NotificationEvent, Role[]][])('of %s only %j are told, whatever others choose', (event, told) => {
  for (const channel of notificationChannels)
    expect(
      roleNames.filter(
        (role) => timingOf(curious, event, channel, { role, permissions: [...roles[role]] }) !== 'never',
      ),
    ).toEqual(told)
})

test('who is responsible is told unasked, and on addresses of their own everybody who may know', () => {
  const unasked = (channel: 'email' | 'webhook') =>
    roleNames.filter(
      (role) =>
        timingOf(NO_PREFERENCES, 'execution-failed', channel, { role, permissions: [...roles[role]] }) !== 'never',
    )
  expect(unasked('email')).toEqual(['owner', 'admin'])
  expect(unasked('webhook')).toEqual(['owner', 'admin', 'editor', 'viewer'])
})

test('a role of the workspace is told what it may read, on addresses of its own', () => {
  const told = (permissions: string[]) =>
    notificationEvents.filter(
      (event) =>
        timingOf(NO_PREFERENCES, event, 'webhook', { role: 'a0000000-0000-7000-8000-000000000000', permissions }) !==
        'never',
    )
  expect(told(['billing:read'])).toEqual(expect.not.arrayContaining(['execution-failed']))
  expect(told(['execution:read'])).toEqual(['execution-failed'])
})
