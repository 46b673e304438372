import { randomUUID } from 'node:crypto'
import { Client, deploy, register, row } from '../client.js'
import type { Account } from '../client.js'
import { boundHeaders, minimalInput } from './operations.js'
import type { Operation } from './operations.js'

/** A path parameter's value for one account. */
interface Fixture {
  /** Whether the value names something that belongs to a workspace. */
  tenant: boolean
  /** Makes what the parameter names, anew unless that changes nothing; `path` has what was made for those before it. */
  make(account: Account, operation: Operation, path: string): Promise<string>
}

const notTenant = (value: string): Fixture => ({ tenant: false, make: () => Promise.resolve(value) })

/** What stands for each path parameter, by the path segment before it. */
const fixtures: Readonly<Record<string, Fixture>> = {
  'workflows/:workflowId': { tenant: true, make: makeWorkflow },
  'folders/:folderId': { tenant: true, make: makeFolder },
  'workflow-tags/:tag': { tenant: true, make: makeTag },
  'variables/:name': { tenant: false, make: makeVariable },
  'templates/:templateId': { tenant: true, make: makeTemplate },
  'links/:linkId': { tenant: false, make: makeLink },
  'shared-workflows/:token': notTenant('forged'),
  'versions/:version': notTenant('1'),
  'executions/:executionId': { tenant: true, make: makeExecution },
  'webhooks/:webhookId': { tenant: true, make: makeWebhook },
  'schedules/:scheduleId': { tenant: true, make: makeSchedule },
  'credentials/:credentialId': { tenant: true, make: makeCredential },
  'sessions/:sessionId': { tenant: false, make: makeSession },
  'api-keys/:apiKeyId': { tenant: true, make: makeApiKey },
  'roles/:roleId': { tenant: true, make: makeRole },
  'members/:userId': { tenant: true, make: makeMember },
  'invitations/:invitationId': { tenant: true, make: makeInvitation },
  'workspaces/:id': { tenant: true, make: ({ workspaceId }) => Promise.resolve(workspaceId) },
  'node-types/:type': notTenant('set'),
  'webhook/:token': { tenant: false, make: makeToken },
  'notifications/:notificationId': { tenant: true, make: makeNotification },
  'notification-endpoints/:endpointId': { tenant: true, make: makeNotificationEndpoint },
  'email-templates/:template': notTenant('invitation'),
  'unsubscribe/:token': notTenant('forged'),
}

/** Input that a schema alone cannot tell, by contract. */
const examples: Readonly<Record<string, Record<string, unknown>>> = {
  'create-credential': { name: 'Secret', type: 'generic', data: { secret: 'hush' } },
  'create-notification-endpoint': { kind: 'slack', url: 'https://hooks.slack.example/services/given' },
  'update-workflow': { name: 'Changed', ...drawing() },
  'diff-versions': { from: 1 },
  'set-variable': { value: 'given' },
  'set-workflow-variable': { value: 'given' },
  'import-workflows': { format: 'linkflow/workflow@1', workflows: [{ name: 'Imported', ...drawing() }] },
  'change-member-role': { role: 'editor' },
  'retry-execution': { from: 'start' },
  'update-settings': { timeZone: 'Europe/Oslo' },
  'update-schedule': { cron: '0 9 * * *' },
  'preview-schedule': { cron: '0 9 * * *' },
  'backfill-schedule': { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
}

/** Input that names something of the account, by contract. */
const examplesOf: Readonly<Record<string, (account: Account) => Promise<Record<string, unknown>>>> = {
  'create-template': async (account) => ({ workflowId: await makeWorkflow(account), name: 'Given' }),
  'export-workflows': async (account) => ({ workflowIds: [await makeWorkflow(account)] }),
  'create-schedule': async (account) => ({ workflowId: await makeWorkflow(account), cron: '0 9 * * *' }),
  // Whoever is an owner stays one: the account is to go on.
  'transfer-ownership': ({ userId }) => Promise.resolve({ userId }),
  'create-invitation': () => Promise.resolve({ email: someAddress(), role: 'viewer' }),
  'view-invitation': async (account) => ({ token: (await invite(account)).token }),
  'accept-invitation': async (account) => ({ token: (await invite(account)).token }),
  'decline-invitation': async (account) => ({ token: (await invite(account)).token }),
}

/** Whether a path names something of a workspace. */
export function namesTenant(operation: Operation): boolean {
  return operation.parameters.some((parameter) => fixtureOf(parameter, operation).tenant)
}

/** A request that a caller with the right permission is not refused for. */
export interface Request {
  method: string
  path: string
  query: Record<string, unknown>
  body?: unknown
  headers: Record<string, string>
}

/** A request for an operation, about things of an account. */
export async function requestOf(operation: Operation, account: Account): Promise<Request> {
  const { name } = operation.contract
  const input = (await examplesOf[name]?.(account)) ?? examples[name] ?? minimalInput(operation)
  return {
    method: operation.method,
    path: await pathOf(operation, account),
    query: operation.inQuery ? input : {},
    ...(!operation.inQuery && { body: input }),
    headers: boundHeaders(operation),
  }
}

/** The path of an operation, about things of an account that are made for it. */
export async function pathOf(operation: Operation, account: Account): Promise<string> {
  let path = operation.path
  for (const parameter of operation.parameters) {
    const value = await fixtureOf(parameter, operation).make(account, operation, path)
    path = path.replace(parameter, parameter.replace(/:\w+$/, value))
  }
  return path
}

function fixtureOf(parameter: string, { name }: Operation): Fixture {
  const fixture = fixtures[parameter]
  if (fixture) return fixture
  throw new Error(
    `"${name}" has the path parameter "${parameter}", for which there is no fixture: add one to ` +
      'apps/e2e/src/contracts/fixtures.ts that makes what it names.',
  )
}

/** A workflow that can be published, run and activated. */
export function drawing() {
  return row(
    { id: 'hook', type: 'webhook-trigger', parameters: { respond: 'last-node' } } as { id: string },
    { id: 'greet', type: 'set', parameters: { fields: { greeting: 'Hello' } } } as { id: string },
  )
}

async function makeWorkflow({ api }: Account): Promise<string> {
  const { id } = expectMade(await api.post('/workflows', { name: 'Given', ...drawing() }))
  expectMade(await api.post(`/workflows/${id}/publish`))
  return id
}

async function makeFolder({ api }: Account): Promise<string> {
  return expectMade(await api.post('/folders', { name: 'Given' })).id
}

async function makeTag(account: Account): Promise<string> {
  const workflowId = await makeWorkflow(account)
  const tag = `given-${workflowId}`
  expectMade(await account.api.put(`/workflows/${workflowId}/tags`, { tags: [tag] }))
  return tag
}

async function makeVariable({ api }: Account, _: Operation, path: string): Promise<string> {
  const owner = /\/workflows\/[^/]+/.exec(path)?.[0] ?? ''
  return expectMade(await api.put(`${owner}/variables/given`, { value: 'given' })).name
}

async function makeLink({ api }: Account, _: Operation, path: string): Promise<string> {
  const workflow = /\/workflows\/[^/]+/.exec(path)?.[0] ?? ''
  return expectMade(await api.post(`${workflow}/links`)).id
}

async function makeTemplate(account: Account): Promise<string> {
  const workflowId = await makeWorkflow(account)
  return expectMade(await account.api.post('/templates', { workflowId, name: 'Given' })).id
}

async function makeExecution(account: Account): Promise<string> {
  const workflowId = await makeWorkflow(account)
  const { id } = expectMade(await account.api.post(`/workflows/${workflowId}/executions`, { waitMs: 20_000 }))
  return id
}

async function makeWebhook({ api }: Account): Promise<string> {
  const { workflowId } = await deploy(api, drawing())
  const { items } = expectMade(await api.get(`${api.url}/api/v1/webhooks?workflowId=${workflowId}`))
  return items[0].id
}

async function makeToken({ api }: Account): Promise<string> {
  const { webhookUrl } = await deploy(api, drawing())
  return webhookUrl.split('/').at(-1)!
}

async function makeSchedule(account: Account): Promise<string> {
  const workflowId = await makeWorkflow(account)
  return expectMade(await account.api.post('/schedules', { workflowId, cron: '0 9 1 1 *' })).id
}

async function makeCredential({ api }: Account): Promise<string> {
  const secret = { name: 'Given', type: 'generic', data: { secret: 'hush' } }
  return expectMade(await api.post('/credentials', secret)).id
}

async function makeApiKey({ api }: Account): Promise<string> {
  return expectMade(await api.post('/api-keys', { name: 'Given' })).id
}

/** Another session than the account's own, which goes on. */
async function makeSession({ api, email, password }: Account): Promise<string> {
  const { accessToken } = expectMade(await new Client(api.url).post('/auth/login', { email, password }))
  return JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString()).sid
}

const someAddress = () => `${randomUUID()}@example.com`

/** An invitation; without mail its token is in the answer. A member who may not invite has none. */
async function invite({ api, workspaceId }: Account): Promise<{ id: string; token: string }> {
  const invitation = { email: someAddress(), role: 'viewer' }
  const reply = await api.post(`/workspaces/${workspaceId}/invitations`, invitation)
  if (reply.status === 403) return { id: '', token: 'forged' }
  const { id, inviteUrl } = expectMade(reply)
  return { id, token: inviteUrl.split('#token=')[1] }
}

async function makeRole({ api, workspaceId }: Account): Promise<string> {
  const role = { name: `Given ${randomUUID()}`, permissions: ['workflow:read'] }
  return expectMade(await api.post(`/workspaces/${workspaceId}/roles`, role)).id
}

async function makeMember({ api, workspaceId }: Account): Promise<string> {
  const member = await register(api.url)
  const invitation = { email: member.email, role: 'viewer' }
  const { inviteUrl } = expectMade(await api.post(`/workspaces/${workspaceId}/invitations`, invitation))
  expectMade(await member.api.post('/invitations/accept', { token: inviteUrl.split('#token=')[1] }))
  return member.userId
}

async function makeInvitation(account: Account): Promise<string> {
  return (await invite(account)).id
}

async function makeNotification({ api }: Account): Promise<string> {
  return expectMade(await api.post('/notifications/test')).id
}

async function makeNotificationEndpoint({ api }: Account): Promise<string> {
  const endpoint = { kind: 'slack', url: 'https://hooks.slack.example/services/given' }
  return expectMade(await api.post('/notification-endpoints', endpoint)).id
}

function expectMade<T>({ status, body }: { status: number; body: T }): T {
  if (status < 300) return body
  throw new Error(`A fixture could not be made; the answer was ${status}: ${JSON.stringify(body)}`)
}
