import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

/** What notifications are about, and people can choose. */
export const notificationEvents = ['execution-failed', 'quota-alert', 'invoice', 'subscription'] as const
export const NotificationEvent = z.enum(notificationEvents)
export type NotificationEvent = z.infer<typeof NotificationEvent>

/** Ways a notification reaches somebody. */
export const notificationChannels = ['in-app', 'email', 'webhook', 'slack'] as const
export const NotificationChannel = z.enum(notificationChannels)
export type NotificationChannel = z.infer<typeof NotificationChannel>

/** When a notification is delivered; hourly and daily gather e-mails into one. */
export const notificationTimings = ['immediately', 'hourly', 'daily', 'never'] as const
export const NotificationTiming = z.enum(notificationTimings)
export type NotificationTiming = z.infer<typeof NotificationTiming>

export const NotificationView = z.object({
  id: Id,
  event: z.enum([...notificationEvents, 'test']),
  title: z.string(),
  text: z.string(),
  url: z.string().optional().describe('Where to see more.'),
  createdAt: At,
  readAt: At.optional(),
})
export type NotificationView = z.infer<typeof NotificationView>

export const NotificationPreference = z.object({
  event: NotificationEvent,
  channel: NotificationChannel,
  timing: NotificationTiming,
})
export type NotificationPreference = z.infer<typeof NotificationPreference>

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('HH:MM, 24 hours.')

export const QuietHours = z.strictObject({ from: TimeOfDay, to: TimeOfDay })
export type QuietHours = z.infer<typeof QuietHours>

export const PreferencesView = z.object({
  preferences: z.array(NotificationPreference),
  timeZone: z.string(),
  quietHours: QuietHours.optional().describe('E-mails that can wait do so until these hours end.'),
})
export type PreferencesView = z.infer<typeof PreferencesView>

export const emailTemplateNames = [
  'verify-email',
  'reset-password',
  'security-alert',
  'invitation',
  'execution-failed',
  'execution-failures-digest',
  'quota-alert',
  'invoice',
  'subscription',
  'digest',
] as const
export const EmailTemplateName = z.enum(emailTemplateNames)
export type EmailTemplateName = z.infer<typeof EmailTemplateName>

/** What an e-mail says; `{{variable}}` stands for a value, `{{#list}}…{{/list}}` for its items. */
export const EmailTemplateContent = z.object({
  subject: z.string().min(1).max(200),
  text: z.string().min(1).max(50_000),
  html: z.string().min(1).max(100_000),
})
export type EmailTemplateContent = z.infer<typeof EmailTemplateContent>

export const EmailTemplateVariable = z.object({
  name: z.string(),
  kind: z.enum(['text', 'url', 'list']),
  fields: z.array(z.string()).optional().describe('Of the items of a list.'),
})

export const EmailTemplateSummary = z.object({
  name: EmailTemplateName,
  version: z.int().describe('0 is the built-in one.'),
  source: z.enum(['built-in', 'workspace']),
  fixed: z.boolean().describe('Whether a workspace cannot change it.'),
  updatedAt: At.optional(),
})
export const EmailTemplateView = EmailTemplateSummary.extend({
  ...EmailTemplateContent.shape,
  variables: z.array(EmailTemplateVariable),
})
export type EmailTemplateView = z.infer<typeof EmailTemplateView>

export const EmailTemplateVersion = z.object({
  version: z.int(),
  restored: z.boolean().describe('Whether it put the built-in template back.'),
  createdAt: At,
  createdBy: z.string().optional(),
  content: EmailTemplateContent.optional(),
})
export type EmailTemplateVersion = z.infer<typeof EmailTemplateVersion>

/** Values of an e-mail's variables. */
export const EmailVariables = z.record(
  z.string().max(64),
  z.union([
    z.string().max(8192),
    z.number(),
    z.array(z.record(z.string().max(64), z.union([z.string().max(8192), z.number()]))).max(200),
  ]),
)
export type EmailVariables = z.infer<typeof EmailVariables>

export const NotificationEndpointView = z.object({
  id: Id,
  owner: z.enum(['me', 'workspace']),
  kind: z.enum(['webhook', 'slack']),
  host: z.string().describe('Host of its address; the rest is kept secret.'),
  events: z.array(NotificationEvent),
  createdAt: At,
})
export type NotificationEndpointView = z.infer<typeof NotificationEndpointView>

export const outgoingStates = ['queued', 'sent', 'failed', 'not-configured', 'suppressed', 'gathered'] as const

export const OutgoingMessageView = z.object({
  id: Id,
  channel: z.enum(['email', 'webhook', 'slack']),
  about: z.string().describe('Template of an e-mail, or event.'),
  recipient: z.string().describe('E-mail address, or host of an endpoint.'),
  state: z.enum(outgoingStates).describe('`gathered`: it is part of a digest.'),
  attempts: z.int(),
  provider: z.string().optional(),
  error: z.string().optional().describe('What the last attempt failed of.'),
  createdAt: At,
  nextAttemptAt: At.optional(),
  finishedAt: At.optional(),
})
export type OutgoingMessageView = z.infer<typeof OutgoingMessageView>
