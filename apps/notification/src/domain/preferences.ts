import { notificationChannels, notificationEvents } from '@linkflow/contracts'
import type {
  ListedMember,
  NotificationChannel,
  NotificationEvent,
  NotificationPreference,
  NotificationTiming,
  Permission,
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

/** What of a member decides what they are told. */
export type Told = Pick<ListedMember, 'role' | 'permissions'>

/** What it takes to know of an event, by whichever channel: nobody is told what they may not read. */
export const needed: Readonly<Record<NotificationEvent, Permission>> = {
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
  member: Told | undefined,
): NotificationTiming {
  if (member && !member.permissions.includes(needed[event])) return 'never'
  const choice = chosen.find((one) => one.event === event && one.channel === channel)
  if (choice) return choice.timing
  // Whoever gave an address of their own wants it used.
  const isTold = channel === 'webhook' || channel === 'slack' || !member || RESPONSIBLE.includes(member.role)
  return isTold ? 'immediately' : 'never'
}

/** All choices there are, with what holds for each. */
export function viewPreferences(preferences: Preferences, member: Told | undefined): PreferencesView {
  return {
    preferences: notificationEvents.flatMap((event) =>
      notificationChannels.map((channel) => ({
        event,
        channel,
        timing: timingOf(preferences, event, channel, member),
      })),
    ),
    timeZone: preferences.timeZone,
    ...(preferences.quietHours && { quietHours: preferences.quietHours }),
  }
}
