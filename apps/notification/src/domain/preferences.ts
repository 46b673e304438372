import { notificationChannels, notificationEvents, roles } from '@linkflow/contracts'
import type {
  NotificationChannel,
  NotificationEvent,
  NotificationPreference,
  NotificationTiming,
  Permission,
  PreferencesView,
  QuietHours,
  Role,
} from '@linkflow/contracts'

/** What somebody chose in a workspace. */
export interface Preferences {
  chosen: readonly NotificationPreference[]
  timeZone: string
  quietHours?: QuietHours
}

export const NO_PREFERENCES: Preferences = { chosen: [], timeZone: 'UTC' }

/** Roles that are told without having asked to be. */
const RESPONSIBLE: readonly Role[] = ['owner', 'admin']

/** What it takes to know of an event, by whichever channel: nobody is told what they may not read. */
const needed: Readonly<Record<NotificationEvent, Permission>> = {
  'execution-failed': 'execution:read',
  'quota-alert': 'billing:read',
  invoice: 'billing:read',
  subscription: 'billing:read',
}

/** When somebody is told of an event by a channel: as they chose, else as their role has it. */
export function timingOf(
  { chosen }: Preferences,
  event: NotificationEvent,
  channel: NotificationChannel,
  role: Role | undefined,
): NotificationTiming {
  const held: readonly Permission[] | undefined = role && roles[role]
  if (held && !held.includes(needed[event])) return 'never'
  const choice = chosen.find((one) => one.event === event && one.channel === channel)
  if (choice) return choice.timing
  // Whoever gave an address of their own wants it used.
  const isTold = channel === 'webhook' || channel === 'slack' || role === undefined || RESPONSIBLE.includes(role)
  return isTold ? 'immediately' : 'never'
}

/** All choices there are, with what holds for each. */
export function viewPreferences(preferences: Preferences, role: Role | undefined): PreferencesView {
  return {
    preferences: notificationEvents.flatMap((event) =>
      notificationChannels.map((channel) => ({ event, channel, timing: timingOf(preferences, event, channel, role) })),
    ),
    timeZone: preferences.timeZone,
    ...(preferences.quietHours && { quietHours: preferences.quietHours }),
  }
}
