import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { NotificationPreference, PreferencesView, QuietHours } from './views.js'

const TimeZone = z.string().max(64).describe('IANA name such as Europe/Zurich.')

export const UpdateNotificationPreferences = request('notification', 'update-notification-preferences', {
  summary: 'Changes what is given and leaves the rest; only e-mails can be gathered hourly or daily.',
  http: ['PUT', '/notification-preferences'],
  access: authenticated(),
  input: z.object({
    preferences: z.array(NotificationPreference).max(100).optional(),
    timeZone: TimeZone.optional(),
    quietHours: QuietHours.nullable().optional().describe('null for none.'),
  }),
  output: PreferencesView,
  problems: [SessionRequired],
})
