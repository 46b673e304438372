import { RegisterWebhooks, ReleaseCredential, StartTriggered, CredentialNotFound } from '@linkflow/contracts'
import type { Input, InputGiven, Output, RawReply, ReceiveWebhook, RegisteredWebhook } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import type { IncomingCall } from '@linkflow/messaging'
import { contexts, startServices } from '@linkflow/testing'
import type { StartOptions, TestServices } from '@linkflow/testing'
import { webhook } from '../index.js'

type Start = Input<typeof StartTriggered>
type Started = Output<typeof StartTriggered>

/** The execution service as these tests need it: one execution per idempotency key, ended as the test says. */
export class ExecutionServiceStandIn {
  readonly started: { input: Start; workspaceId: string | undefined; executionId: string }[] = []
  outcome: (input: Start) => Partial<Started> | Promise<Partial<Started>> = () => ({ status: 'queued' })
  private readonly byKey = new Map<string, string>()

  async start(input: Start, context: RequestContext | undefined): Promise<Started> {
    const result = await this.outcome(input)
    const known = input.idempotencyKey && this.byKey.get(input.idempotencyKey)
    const executionId = known || newId()
    if (!known) this.started.push({ input, workspaceId: context?.workspaceId, executionId })
    if (input.idempotencyKey) this.byKey.set(input.idempotencyKey, executionId)
    return { executionId, duplicate: Boolean(known), status: 'succeeded', ...result }
  }
}

/** The credential service as these tests need it. */
export class CredentialServiceStandIn {
  readonly fields = new Map<string, Record<string, string>>()
  releases = 0

  add(fields: Record<string, string>): string {
    const id = newId()
    this.fields.set(id, fields)
    return id
  }

  async release({ credentialId }: Input<typeof ReleaseCredential>): Promise<Output<typeof ReleaseCredential>> {
    this.releases += 1
    const data = this.fields.get(credentialId)
    if (!data) throw CredentialNotFound()
    return { type: 'generic', data }
  }
}

export interface Given {
  services: TestServices
  executions: ExecutionServiceStandIn
  credentials: CredentialServiceStandIn
}

export async function givenWebhookService(options: StartOptions = {}): Promise<Given> {
  const services = await startServices([webhook], options)
  const executions = new ExecutionServiceStandIn()
  const credentials = new CredentialServiceStandIn()
  const serve = services.transport.serve.bind(services.transport)
  await serve(
    StartTriggered.subject,
    'execution',
    (input, call: IncomingCall) => executions.start(StartTriggered.input.parse(input), call.context),
    StartTriggered,
  )
  await serve(
    ReleaseCredential.subject,
    'credential',
    (input) => credentials.release(ReleaseCredential.input.parse(input)),
    ReleaseCredential,
  )
  return { services, executions, credentials }
}

export type Settings = InputGiven<typeof RegisterWebhooks>['webhooks'][number]

export const settings = (change: Partial<Settings> = {}): Settings => ({
  nodeId: 'hook',
  method: 'POST',
  respond: 'immediately',
  verify: { kind: 'none' },
  ...change,
})

export const tokenOf = ({ url }: Pick<RegisteredWebhook, 'url'>): string => url.slice(url.lastIndexOf('/') + 1)

/** A new workflow's registration, in a new workspace unless told. */
export async function register(
  { services }: Given,
  webhooks: Settings[],
  { workspaceId = newId(), workflowId = newId(), generation = 1, version = 1 } = {},
) {
  const ctx = contexts.service('workflow', workspaceId)
  const answer = await services.call(RegisterWebhooks, { workflowId, version, generation, webhooks }, ctx)
  return { workspaceId, workflowId, webhooks: answer.webhooks }
}

/** A request as the gateway passes it on. */
export const request = (
  token: string,
  change: Partial<InputGiven<typeof ReceiveWebhook>> = {},
): InputGiven<typeof ReceiveWebhook> => ({
  token,
  path: '',
  method: 'POST',
  url: `/webhook/${token}`,
  query: {},
  headers: { 'content-type': 'application/json' },
  rawBody: '{}',
  ...change,
})

export const bodyOf = (reply: RawReply): unknown => JSON.parse(reply.body)
