import { RegisterWebhooks } from '@linkflow/contracts'
import type { Input, Output, WorkflowDraft } from '@linkflow/contracts'
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

export interface Given {
  services: TestServices
  webhooks: WebhookServiceStandIn
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
  return { services, webhooks }
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

export function webhookNode(id: string, parameters: Record<string, unknown> = {}, rest: Partial<Node> = {}): Node {
  return { id, type: 'webhook-trigger', parameters, ...rest }
}

export const times = <T>(count: number, fn: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => fn(index)))
export const fulfilled = <T>(results: PromiseSettledResult<T>[]): T[] =>
  results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
export const rejected = (results: PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
