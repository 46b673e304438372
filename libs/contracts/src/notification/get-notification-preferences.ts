import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { PreferencesView } from './views.js'

export const GetNotificationPreferences = request('notification', 'get-notification-preferences', {
  summary: 'What the caller is told in the workspace, by which channel and when.',
  http: ['GET', '/notification-preferences'],
  access: authenticated(),
  input: z.object({}),
  output: PreferencesView,
  problems: [SessionRequired],
})
