import {
  ExecutionNotFound,
  GetExecution,
  GetWorkflow,
  GetWorkspace,
  ListMembers,
  ListOutgoingMessages,
  SendEmail,
  SendRequest,
  roles,
} from '@linkflow/contracts'
import type {
  EmailTemplateName,
  Input,
  InputGiven,
  ListedMember,
  Output,
  OutgoingMessageView,
  Role,
} from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts, startServices, until } from '@linkflow/testing'
import type { StartOptions, TestServices } from '@linkflow/testing'
import { randomBytes } from 'node:crypto'
import { notification } from '../index.js'

export const KEY = randomBytes(32).toString('base64')

/** Quick retries, so that a test sees several. */
export const QUICK = {
  LINKFLOW_NOTIFICATION_KEY: KEY,
  LINKFLOW_NOTIFICATION_POLL_MS: '20',
  LINKFLOW_NOTIFICATION_RETRY_MS: '10',
  LINKFLOW_PUBLIC_URL: 'https://flows.example',
}

const WORKFLOW = { name: 'Orders', nodes: [{ id: 'ask', name: 'Ask the shop' }, { id: 'tell' }] }

export type SentRequest = Input<typeof SendRequest>

/** The notification service with what it asks: members, names of workflows, and the way out. */
export interface Given {
  services: TestServices
  members: ListedMember[]
  /** How often it asked for them. */
  membersAsked: number
  requests: SentRequest[]
  answer: (request: SentRequest) => Output<typeof SendRequest>
  /** Why executions failed; absent when they are gone. */
  failure?: Output<typeof GetExecution>['error']
}

export async function givenNotification(options: StartOptions = {}): Promise<Given> {
  const services = await startServices([notification], { ...options, env: { ...QUICK, ...options.env } })
  const given: Given = { services, members: [], membersAsked: 0, requests: [], answer: () => ({ status: 200 }) }
  const serve = services.transport.serve.bind(services.transport)
  await serve(
    ListMembers.subject,
    'workspace',
    async () => {
      given.membersAsked += 1
      return { items: given.members }
    },
    ListMembers,
  )
  await serve(GetWorkspace.subject, 'workspace', async () => ({ name: 'Acme' }), GetWorkspace)
  await serve(
    GetExecution.subject,
    'execution',
    async () => {
      if (!given.failure) throw ExecutionNotFound()
      return { error: given.failure }
    },
    GetExecution,
  )
  await serve(GetWorkflow.subject, 'workflow', async () => WORKFLOW, GetWorkflow)
  await serve(
    SendRequest.subject,
    'node',
    async (input) => {
      const request = SendRequest.input.parse(input)
      given.requests.push(request)
      return given.answer(request)
    },
    SendRequest,
  )
  return given
}

/** Somebody who belongs to a workspace. */
export const member = (change: Partial<ListedMember> = {}): ListedMember => ({
  userId: newId(),
  email: `${randomBytes(6).toString('hex')}@example.com`,
  name: 'Ann',
  role: 'owner',
  permissions: [...roles[(change.role ?? 'owner') as Role]],
  joinedAt: new Date().toISOString(),
  ...change,
})

const VARIABLES: Partial<Record<EmailTemplateName, Record<string, string>>> = {
  'reset-password': { name: 'Ann', resetUrl: 'https://flows.example/reset?token=canary-3b1f' },
  invitation: {
    inviterName: 'Bob',
    workspaceName: 'Acme',
    role: 'editor',
    inviteUrl: 'https://flows.example/invitations/canary-3b1f',
  },
}

/** Has an e-mail sent as the auth service would; gives what is known of it. */
export async function sendEmail(given: Given, change: Partial<InputGiven<typeof SendEmail>> = {}) {
  const template = change.template ?? 'reset-password'
  const input = {
    key: newId(),
    to: { address: `${randomBytes(6).toString('hex')}@example.com`, name: 'Ann' },
    template,
    variables: VARIABLES[template] ?? {},
    ...change,
  }
  const answer = await given.services.call(SendEmail, input, contexts.service('auth', input.workspaceId))
  return { ...answer, input, address: input.to.address }
}

/** A message when it has come to rest, with its place in the queue. */
export async function settled({ services }: Given, messageId: string): Promise<Settled> {
  return until('the message is settled', async () => {
    const [row] = await services.database.query<Settled>(
      `select state, attempts, provider, error, sealed from notification.outgoing_messages where id = $1`,
      [messageId],
    )
    return row && row.state !== 'queued' && row
  })
}

export interface Settled {
  state: OutgoingMessageView['state']
  attempts: number
  provider: string | null
  error: string | null
  sealed: Buffer | null
}

/** What was sent for a workspace. */
export async function outgoing({ services }: Given, workspaceId: string): Promise<OutgoingMessageView[]> {
  return (await services.call(ListOutgoingMessages, {}, contexts.user({ workspaceId }))).items
}
