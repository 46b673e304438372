import type { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { fixed, parameterSchema } from '../parameter-schema.js'

const every = z
  .strictObject({
    amount: z.int().min(1).max(1_000_000),
    unit: z.enum(['seconds', 'minutes', 'hours', 'days', 'weeks']),
  })
  .meta({ title: 'Every', description: 'A fixed length of time: a day is 24 hours.' })

const rule = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('cron'),
      cron: z
        .string()
        .max(256)
        .meta({
          title: 'Cron expression',
          description: 'Minute, hour, day, month and weekday; with six fields the second comes first.',
          examples: ['0 9 * * MON-FRI', '*/15 * * * *', '0 0 L * *'],
        }),
    })
    .meta({ title: 'A cron expression' }),
  z.strictObject({ kind: z.literal('interval'), every }).meta({ title: 'An interval' }),
  z
    .strictObject({
      kind: z.literal('at'),
      at: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/)
        .meta({
          title: 'Time',
          description: 'A local time in the time zone, or one with an offset.',
          examples: ['2027-03-01T09:00:00', '2027-03-01T09:00:00Z'],
        }),
    })
    .meta({ title: 'One time' }),
])

const parameters = z.strictObject({
  rule: rule.meta({ title: 'When', description: 'When the workflow starts.', ...fixed() }),
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .meta({
      title: 'Time zone',
      description: 'That of the workflow unless told.',
      examples: ['Europe/Oslo'],
      ...fixed(),
    }),
  overlap: z
    .enum(['allow', 'skip', 'queue', 'cancel-previous'])
    .default('allow')
    .meta({ title: 'Overlap', description: 'What happens while the execution before still runs.', ...fixed() }),
  catchUp: z
    .union([z.enum(['none', 'last', 'all']), z.strictObject({ windowMs: z.int().min(1000).max(31_622_400_000) })])
    .default('last')
    .meta({ title: 'Catch up', description: 'What is made up for after an outage.', ...fixed() }),
  jitterMs: z
    .int()
    .min(0)
    .max(86_400_000)
    .default(0)
    .meta({ title: 'Jitter', description: 'Milliseconds a start may be put off, to spread many.', ...fixed() }),
})

export const scheduleTrigger: NodeTypeManifest = {
  type: 'schedule-trigger',
  version: 1,
  name: 'Schedule trigger',
  description: 'Starts the workflow at times: by a cron expression, in intervals, or once.',
  group: 'trigger',
  icon: 'clock',
  trigger: true,
  inputs: [],
  outputs: [{ name: 'main' }],
  effect: 'pure',
  parameters: parameterSchema(parameters),
  outputSchema: {
    type: 'object',
    properties: {
      scheduleId: { type: 'string' },
      scheduledAt: { type: 'string', format: 'date-time' },
      firedAt: { type: 'string', format: 'date-time' },
      timeZone: { type: 'string' },
      kind: { enum: ['scheduled', 'manual', 'backfill'] },
    },
  },
  docs: `One item per start: \`{ scheduleId, scheduledAt, firedAt, timeZone, kind }\`. \`scheduledAt\` is the time it was meant for,
also when it comes late; each such time starts one execution.

**When the clocks change**, a cron expression with fixed hours starts once: at the end of a gap, or the first of two times.
One that counts hours (\`*\`, \`*/2\`) and intervals go on by elapsed time.

**Overlap**: \`skip\` leaves a time out, \`queue\` waits, \`cancel-previous\` stops the execution before, \`allow\` starts at once.
**Catch up**: of the times missed in an outage, \`none\`, the \`last\`, \`all\`, or those within a window.`,
}
