import { randomBytes } from 'node:crypto'

export interface Reply {
  status: number
  headers: Headers
  /** Parsed JSON, or the text when it is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers whose shape they assert
  body: any
}

export interface Ask {
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** Talks to the public HTTP API as a user would. */
export class Client {
  constructor(
    readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** The same API with other headers. */
  with(headers: Record<string, string>): Client {
    return new Client(this.url, { ...this.headers, ...headers })
  }

  /** `path` below /api/v1, or a whole URL. */
  async ask(method: string, path: string, { body, headers, signal }: Ask = {}): Promise<Reply> {
    const url = path.startsWith('http') ? path : `${this.url}${path.startsWith('/webhook/') ? '' : '/api/v1'}${path}`
    const isText = typeof body === 'string'
    const response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      body: body === undefined ? undefined : isText ? body : JSON.stringify(body),
      signal,
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }

  get = (path: string, ask?: Ask) => this.ask('GET', path, ask)
  post = (path: string, body: unknown = {}, ask: Ask = {}) => this.ask('POST', path, { body, ...ask })
  put = (path: string, body: unknown, ask: Ask = {}) => this.ask('PUT', path, { body, ...ask })
  delete = (path: string, ask?: Ask) => this.ask('DELETE', path, ask)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export interface Account {
  api: Client
  token: string
  refreshToken: string
  userId: string
  workspaceId: string
  email: string
  password: string
}

/** Registers somebody new with a workspace of their own. */
export async function register(url: string): Promise<Account> {
  const api = new Client(url)
  const email = `${randomBytes(8).toString('hex')}@example.com`
  const password = `violet-Tram-${randomBytes(6).toString('hex')}`
  const { status, body } = await api.post('/auth/register', { email, password, name: 'Ann' })
  if (status !== 201) throw new Error(`Registration answered ${status}: ${JSON.stringify(body)}`)
  return {
    api: api.with({ authorization: `Bearer ${body.accessToken}` }),
    token: body.accessToken,
    refreshToken: body.refreshToken,
    userId: body.user.id,
    workspaceId: body.workspace.id,
    email,
    password,
  }
}

export interface Deployed {
  workflowId: string
  webhookUrl: string
}

/** Creates, publishes and activates a workflow; its webhook's URL when it has one. */
export async function deploy(api: Client, workflow: object): Promise<Deployed> {
  const created = await api.post('/workflows', { name: 'Test', ...workflow })
  if (created.status !== 201) throw new Error(`Creating answered ${created.status}: ${JSON.stringify(created.body)}`)
  const workflowId = created.body.id as string
  const published = await api.post(`/workflows/${workflowId}/publish`)
  if (published.status !== 200)
    throw new Error(`Publishing answered ${published.status}: ${JSON.stringify(published.body)}`)
  const activated = await api.post(`/workflows/${workflowId}/activate`)
  if (activated.status !== 200)
    throw new Error(`Activating answered ${activated.status}: ${JSON.stringify(activated.body)}`)
  return { workflowId, webhookUrl: activated.body.webhooks[0]?.url }
}

/** Nodes in a row, connected. */
export function row(...nodes: { id: string }[]) {
  return { nodes, connections: nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]!.id, target: id })) }
}
