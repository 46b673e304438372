import {
  CheckSession,
  CreateCredential,
  CreateWorkflow,
  GetJwks,
  GetMe,
  GetWorkflow,
  ListExecutionEvents,
  ListWorkflows,
  Login,
  Logout,
  ReceiveWebhook,
  ResolveApiKey,
  ResolveMembership,
  StartExecution,
  UpdateWorkflow,
  WorkspaceNotFound,
  ExecutionNotFound,
  liveSubject,
  roles,
} from '@linkflow/contracts'
import type { ExecutionEvent, Output, RequestContract } from '@linkflow/contracts'
import { Unauthenticated, newId } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { LocalBroker, LocalTransport } from '@linkflow/messaging'
import type { IncomingCall } from '@linkflow/messaging'
import { Host, Tracing, createLogger, hostConfig, loadConfig } from '@linkflow/service'
import { SignJWT, exportJWK, generateKeyPair } from 'jose'
import type { CryptoKey, JWTPayload } from 'jose'
import { Authenticator } from './identity/authenticator.js'
import { gateway } from './service.js'

type Answer = (input: never, call: IncomingCall) => unknown

/** One call that reached a service. */
export interface SeenCall {
  contract: string
  input: Record<string, unknown>
  call: IncomingCall
}

/** A gateway on a free port, with services of a few lines behind it. */
export interface TestGateway {
  url: string
  port: number
  userId: string
  sessionId: string
  workspaceId: string
  /** Calls by contract, oldest first. */
  seen(contract: RequestContract): SeenCall[]
  /** Replaces what a contract answers. */
  answer(contract: RequestContract, answer: Answer): void
  /** A signed access token of the user; claims and key can be replaced. */
  token(options?: {
    claims?: JWTPayload
    kid?: string
    key?: CryptoKey
    alg?: string
    expiresIn?: string
  }): Promise<string>
  /** A new signing key; published when asked for. */
  addKey(kid: string, publish?: boolean): Promise<CryptoKey>
  fetch(path: string, init?: RequestInit & { anonymous?: boolean }): Promise<Response>
  publish(event: ExecutionEvent): void
  transport: LocalTransport
  /** One like the gateway's own, with caches of its own. */
  authenticator: Authenticator
  clock: Clock
  history: Map<string, { events: ExecutionEvent[]; finished: boolean }>
  apiKeys: Map<string, Output<typeof ResolveApiKey>>
  sessions: Set<string>
  members: Map<string, { workspaceId: string; permissions: readonly string[] }>
  advance(ms: number): void
  close(): Promise<void>
}

/** Boots a gateway whose limits are off unless told. */
export async function startGateway(env: Record<string, string> = {}): Promise<TestGateway> {
  const transport = new LocalTransport(new LocalBroker(), () => undefined)
  const clock = new TestClock()
  const answers = new Map<string, Answer>()
  const calls: SeenCall[] = []
  const answer = (contract: RequestContract, fn: Answer) => void answers.set(contract.subject, fn)
  const jwks: Record<string, unknown>[] = []
  const keys = new Map<string, CryptoKey>()
  const addKey = async (kid: string, publish = true) => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    keys.set(kid, privateKey)
    if (publish) jwks.push({ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' })
    return privateKey
  }
  await addKey('k1')
  const [userId, sessionId, workspaceId] = [newId(), newId(), newId()]
  const sessions = new Set([sessionId])
  const members: TestGateway['members'] = new Map([
    [`${userId} ${workspaceId}`, { workspaceId, permissions: roles.owner }],
  ])
  const apiKeys: TestGateway['apiKeys'] = new Map()
  const history: TestGateway['history'] = new Map()
  const view = (id: string) => ({
    id,
    name: 'Orders',
    revision: 5,
    active: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    nodes: [],
    connections: [],
  })

  answer(GetJwks, () => ({ keys: jwks }))
  answer(CheckSession, (input: { sessionId: string }) => ({ active: sessions.has(input.sessionId) }))
  answer(ResolveApiKey, ({ key }: { key: string }) => orThrow(apiKeys.get(key), Unauthenticated))
  answer(ResolveMembership, (input: { userId: string; workspaceId?: string }) => {
    const found =
      input.workspaceId === undefined
        ? [...members].find(([key]) => key.startsWith(input.userId))?.[1]
        : members.get(`${input.userId} ${input.workspaceId}`)
    return { ...orThrow(found, WorkspaceNotFound), role: 'owner', name: 'Home' }
  })
  answer(GetMe, (_input, { context }) => ({
    user: { id: userId, email: 'ada@example.com', name: 'Ada', createdAt: '2026-01-01T00:00:00.000Z' },
    workspaceId: context?.workspaceId,
    permissions: [...(context?.permissions ?? [])],
  }))
  answer(Login, () => ({ accessToken: 'a', refreshToken: 'r', expiresIn: 600 }))
  answer(Logout, () => ({}))
  answer(ListWorkflows, () => ({ items: [] }))
  answer(CreateWorkflow, () => view(newId()))
  answer(GetWorkflow, (input: { workflowId: string }) => view(input.workflowId))
  answer(UpdateWorkflow, (input: { workflowId: string }) => view(input.workflowId))
  answer(StartExecution, (input: { waitMs?: number }) => ({ id: newId(), finished: (input.waitMs ?? 0) > 0 }))
  answer(CreateCredential, () => ({ id: newId() }))
  answer(ReceiveWebhook, () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }))
  answer(ListExecutionEvents, (input: { executionId: string; afterSeq: number }) => {
    const { events, finished } = orThrow(history.get(input.executionId), ExecutionNotFound)
    return { events: events.filter(({ seq }) => seq > input.afterSeq), finished }
  })
  for (const contract of served)
    await transport.serve(
      contract.subject,
      contract.service,
      async (input, call) => {
        calls.push({ contract: contract.subject, input: input as SeenCall['input'], call })
        return answers.get(contract.subject)!(input as never, call)
      },
      contract,
    )

  const off = { ANONYMOUS: '0', PRINCIPAL: '0', SENSITIVE: '0', INGRESS: '0' }
  const limits = Object.fromEntries(Object.entries(off).map(([name, value]) => [`RATE_LIMIT_${name}`, value]))
  const fullEnv = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...limits, ...env }
  const config = loadConfig(hostConfig, fullEnv)
  const logger = createLogger(config.LOG_LEVEL, 'test')
  const tracing = Tracing.create('test', config, logger)
  const host = new Host({
    config,
    env: fullEnv,
    logger,
    tracing,
    transport,
    clock,
    connection: () => ({ url: '' }) as never,
  })
  const { port, close } = await gateway.start(host)
  const url = `http://127.0.0.1:${port}`

  const token: TestGateway['token'] = ({ claims = {}, kid = 'k1', key, alg = 'EdDSA', expiresIn = '10m' } = {}) =>
    new SignJWT({ sub: userId, sid: sessionId, iss: 'linkflow', aud: 'linkflow-api', ...claims })
      .setProtectedHeader({ alg, kid })
      .setExpirationTime(expiresIn)
      .sign(key ?? keys.get(kid)!)
  const ownToken = await token()

  const authenticator = new Authenticator(host.messaging('gateway'), clock, ({ timeoutMs }) =>
    host.identity('gateway').serviceContext({ deadlineAt: Date.now() + timeoutMs }),
  )

  return {
    url,
    authenticator,
    clock,
    port,
    userId,
    sessionId,
    workspaceId,
    transport,
    history,
    apiKeys,
    sessions,
    members,
    answer,
    addKey,
    token,
    seen: ({ subject }) => calls.filter(({ contract }) => contract === subject),
    publish: (event) => transport.publishLive(liveSubject(workspaceId, event.executionId), { events: [event] }),
    advance: (ms) => clock.advance(ms),
    fetch: (path, { anonymous, ...init } = {}) =>
      fetch(url + path, {
        ...init,
        headers: { ...(!anonymous && { authorization: `Bearer ${ownToken}` }), ...(init.headers as object) },
      }),
    async close() {
      await close()
      await transport.close()
      await tracing.close()
    },
  }
}

const served: readonly RequestContract[] = [
  CheckSession,
  CreateCredential,
  CreateWorkflow,
  GetJwks,
  GetMe,
  GetWorkflow,
  ListExecutionEvents,
  ListWorkflows,
  Login,
  Logout,
  ReceiveWebhook,
  ResolveApiKey,
  ResolveMembership,
  StartExecution,
  UpdateWorkflow,
]

/** Real time, with an offset that tests push forward. */
class TestClock implements Clock {
  private offsetMs = 0

  now(): Date {
    return new Date(Date.now() + this.offsetMs)
  }

  advance(ms: number): void {
    this.offsetMs += ms
  }
}

function orThrow<T>(value: T | undefined, problem: () => Error): T {
  if (value === undefined) throw problem()
  return value
}

/** A problem document, as tests look at it. */
export interface TestProblem {
  code: string
  status: number
  errors: { pointer: string; code: string }[]
  [member: string]: unknown
}

/** The problem document of an answer, after checking that it is one. */
export async function problem(response: Response): Promise<TestProblem> {
  const type = response.headers.get('content-type')
  if (type !== 'application/problem+json; charset=utf-8')
    throw new Error(`${response.status} is no problem but ${type}`)
  const document = (await response.json()) as TestProblem
  if (document.status !== response.status) throw new Error(`status ${document.status} in ${response.status}`)
  return document
}

/** The JSON object of an answer. */
export const body = async (response: Response) => (await response.json()) as Record<string, unknown>

/** Init of a request with a JSON body. */
export const json = (body: unknown, init: RequestInit = {}): RequestInit => ({
  method: 'POST',
  ...init,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...(init.headers as object) },
})
