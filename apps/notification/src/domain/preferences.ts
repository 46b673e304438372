import { notificationChannels, notificationEvents } from '@linkflow/contracts'
import type {
  NotificationChannel,
  NotificationEvent,
  NotificationPreference,
  NotificationTiming,
  PreferencesView,
  QuietHours,
  RoleRef,
} from '@linkflow/contracts'

/** What somebody chose in a workspace. */
export interface Preferences {
  chosen: readonly NotificationPreference[]
  timeZone: string
  quietHours?: QuietHours
}

export const NO_PREFERENCES: Preferences = { chosen: [], timeZone: 'UTC' }

/** Roles that are told without having asked to be. */
const RESPONSIBLE: readonly RoleRef[] = ['owner', 'admin']

/** When somebody is told of an event by a channel: as they chose, else as their role has it. */
export function timingOf(
  { chosen }: Preferences,
  event: NotificationEvent,
  channel: NotificationChannel,
  role: RoleRef | undefined,
): NotificationTiming {
  const choice = chosen.find((one) => one.event === event && one.channel === channel)
  if (choice) return choice.timing
  // Whoever gave an address of their own wants it used.
  const isTold = channel === 'webhook' || channel === 'slack' || role === undefined || RESPONSIBLE.includes(role)
  return isTold ? 'immediately' : 'never'
}

/** All choices there are, with what holds for each. */
export function viewPreferences(preferences: Preferences, role: RoleRef | undefined): PreferencesView {
  return {
    preferences: notificationEvents.flatMap((event) =>
      notificationChannels.map((channel) => ({ event, channel, timing: timingOf(preferences, event, channel, role) })),
    ),
    timeZone: preferences.timeZone,
    ...(preferences.quietHours && { quietHours: preferences.quietHours }),
  }
}
