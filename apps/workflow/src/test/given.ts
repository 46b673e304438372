import {
  CheckSchedules,
  FindCredentials,
  RegisterSchedules,
  RegisterWebhooks,
  ResolveSettings,
} from '@linkflow/contracts'
import type { Input, Output, WorkflowDraft, WorkspaceSettings } from '@linkflow/contracts'
import { Unavailable, newId } from '@linkflow/kernel'
import { startServices } from '@linkflow/testing'
import type { StartOptions, TestServices, contexts } from '@linkflow/testing'
import type { z } from 'zod'
import { workflow } from '../index.js'

type Draft = z.input<typeof WorkflowDraft>
export type Registration = Input<typeof RegisterWebhooks>
export type Caller = ReturnType<typeof contexts.user>

/** The webhook service as these tests need it: remembers what it is told, keeps a URL per node, refuses what is stale. */
export class WebhookServiceStandIn {
  readonly registrations: Registration[] = []
  away = false
  private readonly present = new Map<string, Registration>()
  private readonly ids = new Map<string, string>()

  async register(input: Registration): Promise<Output<typeof RegisterWebhooks>> {
    if (this.away) throw Unavailable({ service: 'webhook' })
    this.registrations.push(input)
    const known = this.present.get(input.workflowId)
    if (!known || known.generation <= input.generation) this.present.set(input.workflowId, input)
    return { webhooks: this.webhooksOf(input.workflowId) }
  }

  webhooksOf(workflowId: string) {
    return (this.present.get(workflowId)?.webhooks ?? []).map(({ nodeId, method }) => {
      const key = `${workflowId}/${nodeId}`
      const webhookId = this.ids.get(key) ?? newId()
      this.ids.set(key, webhookId)
      return { webhookId, nodeId, method, url: `http://localhost:8080/webhook/${webhookId}` }
    })
  }
}

export type ScheduleRegistration = Input<typeof RegisterSchedules>

/** The schedule service as these tests need it: remembers what it is told, refuses what is stale; rules are what the test says. */
export class ScheduleServiceStandIn {
  away = false
  errors: Output<typeof CheckSchedules>['errors'] = []
  private readonly present = new Map<string, ScheduleRegistration>()

  async register(input: ScheduleRegistration): Promise<Output<typeof RegisterSchedules>> {
    if (this.away) throw Unavailable({ service: 'schedule' })
    const known = this.present.get(input.workflowId)
    if (!known || known.generation <= input.generation) this.present.set(input.workflowId, input)
    return { schedules: this.schedulesOf(input.workflowId).map(({ nodeId }) => ({ nodeId, scheduleId: newId() })) }
  }

  schedulesOf(workflowId: string): ScheduleRegistration['schedules'] {
    return this.present.get(workflowId)?.schedules ?? []
  }
}

/** The credential service as these tests need it: has every credential but those that are gone. */
export class CredentialServiceStandIn {
  readonly gone = new Set<string>()

  find({ ids }: Input<typeof FindCredentials>): Output<typeof FindCredentials> {
    return { items: ids.filter((id) => !this.gone.has(id)).map((id) => ({ id, type: 'header' })) }
  }
}

export interface Given {
  services: TestServices
  webhooks: WebhookServiceStandIn
  schedules: ScheduleServiceStandIn
  credentials: CredentialServiceStandIn
  /** What holds in every workspace. */
  settings: WorkspaceSettings
}

export async function givenWorkflowService(options: StartOptions = {}): Promise<Given> {
  const services = await startServices([workflow], options)
  const webhooks = new WebhookServiceStandIn()
  await services.transport.serve(
    RegisterWebhooks.subject,
    'webhook',
    (input) => webhooks.register(RegisterWebhooks.input.parse(input)),
    RegisterWebhooks,
  )
  const schedules = new ScheduleServiceStandIn()
  await services.transport.serve(
    RegisterSchedules.subject,
    'schedule',
    (input) => schedules.register(RegisterSchedules.input.parse(input)),
    RegisterSchedules,
  )
  await services.transport.serve(
    CheckSchedules.subject,
    'schedule',
    async () => ({ errors: schedules.errors }),
    CheckSchedules,
  )
  const credentials = new CredentialServiceStandIn()
  await services.transport.serve(
    FindCredentials.subject,
    'credential',
    async (input) => credentials.find(FindCredentials.input.parse(input)),
    FindCredentials,
  )
  const settings: WorkspaceSettings = {}
  await services.transport.serve(ResolveSettings.subject, 'workspace', async () => settings, ResolveSettings)
  return { services, webhooks, schedules, credentials, settings }
}

type Node = Draft['nodes'][number]

/** A valid draft: a webhook that leads to a node that does nothing. */
export function aDraft(change: Partial<Draft> = {}): Draft {
  return {
    name: 'Orders',
    nodes: [webhookNode('hook'), { id: 'next', type: 'no-op', parameters: {} }],
    connections: [{ source: 'hook', target: 'next' }],
    ...change,
  }
}

export function scheduleNode(id: string, parameters: Record<string, unknown> = {}): Node {
  const rule = { kind: 'cron', cron: '0 9 * * *' }
  return { id, type: 'schedule-trigger', parameters: { rule, ...parameters } }
}

export function webhookNode(id: string, parameters: Record<string, unknown> = {}, rest: Partial<Node> = {}): Node {
  return { id, type: 'webhook-trigger', parameters, ...rest }
}

export const times = <T>(count: number, fn: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => fn(index)))
export const fulfilled = <T>(results: PromiseSettledResult<T>[]): T[] =>
  results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
export const rejected = (results: PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
