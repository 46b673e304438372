import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

const Key = z
  .string({ error: 'Give the base64 of 32 bytes.' })
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'A key is the base64 of 32 bytes.')

/** What the notification service may be told. */
export const notificationConfig = z.object({
  LINKFLOW_PUBLIC_URL: z
    .url()
    .default('http://localhost:8080')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Where people reach LinkFlow; links in messages begin with it.'),
  LINKFLOW_NOTIFICATION_KEY: Key.describe(
    'Encrypts messages until they are sent and addresses of endpoints, and signs links to unsubscribe: base64 of 32 bytes.',
  ),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, 'This is no mail address, nor Name <address>.')
    .default('LinkFlow <linkflow@localhost>')
    .describe('Sender of e-mails: an address, or `Name <address>`.'),
  MAIL_PROVIDER: z
    .enum(['smtp', 'sendgrid'])
    .default('smtp')
    .describe('Which provider is tried first when both are configured; the other is its fallback.'),
  MAIL_TIMEOUT_MS: numberVariable(15_000, 1, 120_000).describe('Longest a provider may stay silent.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'This is not like smtp://user:password@host:587.' })
    .optional()
    .describe('SMTP server to send e-mails by, `smtp://user:password@host:587`, or `smtps://` for TLS from the start.'),
  SENDGRID_API_KEY: z.string().optional().describe('API key to send e-mails by SendGrid with.'),
  SENDGRID_URL: z.url().default('https://api.sendgrid.com/').describe('Where the API of SendGrid is.'),
  LINKFLOW_NOTIFICATION_CONCURRENCY: numberVariable(10, 1, 200).describe('Messages a process sends at once.'),
  LINKFLOW_NOTIFICATION_POLL_MS: numberVariable(1_000, 10).describe('How often a process looks for what is due.'),
  LINKFLOW_NOTIFICATION_ATTEMPTS: numberVariable(12, 1, 100).describe('Attempts before a message is given up.'),
  LINKFLOW_NOTIFICATION_RETRY_MS: numberVariable(15_000, 1).describe(
    'Pause after the first failed attempt; each further one doubles it, up to an hour.',
  ),
  LINKFLOW_NOTIFICATION_WINDOW_MS: numberVariable(10 * 60_000, 1).describe(
    'For so long failures of a workflow are counted after the first was told, then told as one.',
  ),
  LINKFLOW_NOTIFICATION_ENDPOINTS: numberVariable(10, 1, 1000).describe(
    'Notification endpoints that a person may have in a workspace, and as many the workspace.',
  ),
  LINKFLOW_NOTIFICATION_DAYS: numberVariable(90, 1, 3650).describe(
    'Days notifications and the log of messages are kept.',
  ),
})
export type NotificationConfig = z.output<typeof notificationConfig>
