import { expect, test } from '@jest/globals'
import { notificationChannels, notificationEvents, roleNames } from '@linkflow/contracts'
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
    expect(roleNames.filter((role) => timingOf(curious, event, channel, role) !== 'never')).toEqual(told)
})

test('who is responsible is told unasked, and on addresses of their own everybody who may know', () => {
  const unasked = (channel: 'email' | 'webhook') =>
    roleNames.filter((role) => timingOf(NO_PREFERENCES, 'execution-failed', channel, role) !== 'never')
  expect(unasked('email')).toEqual(['owner', 'admin'])
  expect(unasked('webhook')).toEqual(['owner', 'admin', 'editor', 'viewer'])
})
