import { RegisterSchedules, RegisterWebhooks } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import { pointerOf } from '@linkflow/graph'
import type { DraftDefinition, Finding } from '@linkflow/graph'
import { z } from 'zod'

const WEBHOOK_TRIGGER = 'webhook-trigger'
const SCHEDULE_TRIGGER = 'schedule-trigger'
/** Where neither the trigger nor the workflow says one. */
const DEFAULT_TIME_ZONE = 'UTC'
/** Most schedule triggers of a workflow: each costs a search when it is checked. */
export const MOST_SCHEDULES = 200

/** A webhook as the webhook service registers it. */
export type WebhookTrigger = Input<typeof RegisterWebhooks>['webhooks'][number]
/** A schedule as the schedule service registers it. */
export type ScheduleTrigger = Input<typeof RegisterSchedules>['schedules'][number]

/** What a version registers. */
export interface Triggers {
  webhooks: WebhookTrigger[]
  schedules: ScheduleTrigger[]
}

const { method, respond, verify, eventId, timeoutMs, response, allow, maxPerMinute } =
  RegisterWebhooks.input.shape.webhooks.element.shape
const WebhookParameters = z.object({
  method: method.default('POST'),
  respond: respond.default('immediately'),
  verify: verify.default({ kind: 'none' }),
  eventId,
  timeoutMs,
  response,
  allow,
  maxPerMinute,
})

const { rule, timeZone, overlap, catchUp, jitterMs } = RegisterSchedules.input.shape.schedules.element.shape
const ScheduleParameters = z.object({
  rule,
  timeZone: timeZone.optional(),
  overlap: overlap.default('allow'),
  catchUp: catchUp.default('last'),
  jitterMs: jitterMs.default(0),
})

const parametersOf = new Map<string, z.ZodType>([
  [WEBHOOK_TRIGGER, WebhookParameters],
  [SCHEDULE_TRIGGER, ScheduleParameters],
])

/** The enabled triggers of a version, by the service that registers them. */
export function triggersOf(definition: DraftDefinition): Triggers {
  const enabled = definition.nodes.filter(({ disabled }) => !disabled)
  return {
    webhooks: enabled
      .filter(({ type }) => type === WEBHOOK_TRIGGER)
      .map((node) => ({ nodeId: node.id, ...WebhookParameters.parse(node.parameters) })),
    schedules: enabled
      .filter(({ type }) => type === SCHEDULE_TRIGGER)
      .map((node) => scheduleOf(node, definition, ScheduleParameters.parse(node.parameters))),
  }
}

/** A draft's schedules that can be read, each with the position of its node. */
export function readableSchedules(definition: DraftDefinition): { index: number; schedule: ScheduleTrigger }[] {
  return definition.nodes.flatMap((node, index) => {
    if (node.type !== SCHEDULE_TRIGGER || node.disabled) return []
    const { data } = ScheduleParameters.safeParse(node.parameters)
    return data ? [{ index, schedule: scheduleOf(node, definition, data) }] : []
  })
}

/** What keeps triggers from being registered. */
export function triggerFindings(definition: DraftDefinition): Finding[] {
  return [...countFindings(definition), ...parameterFindings(definition)]
}

function countFindings({ nodes }: DraftDefinition): Finding[] {
  const count = nodes.filter(({ type, disabled }) => type === SCHEDULE_TRIGGER && !disabled).length
  if (count <= MOST_SCHEDULES) return []
  return [
    {
      code: 'too-many-schedules',
      message: `A workflow may have at most ${MOST_SCHEDULES} schedule triggers.`,
      pointer: '/nodes',
      severity: 'error',
      params: { limit: MOST_SCHEDULES, count },
    },
  ]
}

/** Parameters of a trigger are read before anything runs, so none is computed. */
function parameterFindings(definition: DraftDefinition): Finding[] {
  return definition.nodes.flatMap((node, index) => {
    const parameters = node.disabled ? undefined : parametersOf.get(node.type)
    const issues = parameters?.safeParse(node.parameters).error?.issues ?? []
    return issues.map(({ path, message, code }): Finding => ({
      code: 'invalid-parameter',
      message,
      nodeId: node.id,
      pointer: pointerOf(['nodes', index, 'parameters', ...path]),
      severity: 'error',
      params: { rule: code },
    }))
  })
}

function scheduleOf(
  { id }: DraftDefinition['nodes'][number],
  { settings }: DraftDefinition,
  parameters: z.output<typeof ScheduleParameters>,
): ScheduleTrigger {
  const ofWorkflow = typeof settings?.timeZone === 'string' ? settings.timeZone : DEFAULT_TIME_ZONE
  return { nodeId: id, ...parameters, timeZone: parameters.timeZone ?? ofWorkflow }
}
