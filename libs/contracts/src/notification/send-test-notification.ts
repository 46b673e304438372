import { z } from 'zod'
import { SessionRequired } from '../auth/problems.js'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { NotificationView, notificationChannels } from './views.js'

const Endpoints = z.enum(notificationChannels).exclude(['in-app', 'email'])

export const SendTestNotification = request('notification', 'send-test-notification', {
  summary: 'Notifies the caller, and their own endpoints of the given kinds, to see that it arrives.',
  http: ['POST', '/notifications/test', { status: 201 }],
  access: authenticated(),
  input: z.object({ endpoints: z.array(Endpoints).max(2).default([]) }),
  output: NotificationView,
  problems: [SessionRequired],
})
