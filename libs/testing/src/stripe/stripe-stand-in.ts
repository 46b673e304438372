import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { parseForm, textOf } from './form-body.js'
import type { Form } from './form-body.js'
import { StripeAccount } from './stripe-account.js'
import { StripeFailure } from './stripe-objects.js'

/** One call that arrived. */
export interface StripeCall {
  method: string
  path: string
  form: Form
  idempotencyKey: string | undefined
}

interface Answer {
  status: number
  body: unknown
}

export interface SignOptions {
  secret?: string
  /** Unix seconds; now unless told. */
  timestamp?: number
}

/** Stands where Stripe stands: an HTTP server that speaks its API and signs events as it does. */
export class StripeStandIn {
  readonly account = new StripeAccount()
  readonly calls: StripeCall[] = []
  readonly webhookSecret = 'whsec_stand_in'
  private readonly answered = new Map<string, Answer & { request: string }>()
  private refused: string | undefined
  private readonly failures = new Map<string, ('before' | 'after')[]>()

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<StripeStandIn> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const standIn = new StripeStandIn(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('request', (request, response) => {
      void standIn.answer(request).then(({ status, body }) => {
        if (status === 0) return request.socket.destroy()
        response.writeHead(status, { 'content-type': 'application/json', 'request-id': standIn.account.newId('req') })
        return response.end(JSON.stringify(body))
      })
    })
    return standIn
  }

  /** What a service is told so that it takes this for Stripe. */
  get env(): Record<string, string> {
    return { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRETS: this.webhookSecret, STRIPE_API_URL: this.url }
  }

  /** The next calls of a path break off: before they did anything, or after. */
  failNext(path: string, ...how: ('before' | 'after')[]): void {
    this.failures.set(path, how)
  }

  /** From now on what is asked about this customer is refused; about nobody when none is given. */
  refuse(customer?: string): void {
    this.refused = customer
  }

  /** Calls of a path, in the order in which they arrived. */
  callsOf(method: string, path: string): StripeCall[] {
    return this.calls.filter((call) => call.method === method && call.path === path)
  }

  /** The body of an event about an object. */
  event(
    type: string,
    object: object,
    { id = this.account.newId('evt'), created = Math.floor(Date.now() / 1000) } = {},
  ) {
    return JSON.stringify({ id, object: 'event', type, created, api_version: '2026-10-28.endive', data: { object } })
  }

  /** The `Stripe-Signature` of a body. */
  sign(body: string, { secret = this.webhookSecret, timestamp = Math.floor(Date.now() / 1000) }: SignOptions = {}) {
    return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    const body = await text(request)
    const method = request.method ?? 'GET'
    const form = parseForm(method === 'GET' ? searchParams.toString() : body)
    const key = request.headers['idempotency-key']
    const idempotencyKey = typeof key === 'string' && method === 'POST' ? key : undefined
    this.calls.push({ method, path: pathname, form, idempotencyKey })
    const failure = this.failures.get(pathname)?.shift()
    if (failure === 'before') return { status: 0, body: undefined }
    const answer = this.once(idempotencyKey, `${method} ${pathname} ${body}`, () => this.route(method, pathname, form))
    return failure === 'after' ? { status: 0, body: undefined } : answer
  }

  /** A key that was used is answered as before; with another request it is refused. */
  private once(key: string | undefined, request: string, work: () => unknown): Answer {
    const known = key === undefined ? undefined : this.answered.get(key)
    if (known) return known.request === request ? known : conflict
    const answer = settle(work)
    if (key !== undefined) this.answered.set(key, { ...answer, request })
    return answer
  }

  private route(method: string, path: string, form: Form): unknown {
    const { account } = this
    if (this.refused !== undefined && form.customer === this.refused) throw StripeFailure.missing(this.refused)
    const [, , resource, id, detail, action] = path.split('/')
    const route = `${method} ${path}`
    switch (route) {
      case 'POST /v1/customers':
        return account.createCustomer(form)
      case 'POST /v1/checkout/sessions':
        return account.createSession(form)
      case 'POST /v1/billing_portal/sessions':
        return account.createPortal(form)
      case 'POST /v1/billing/meter_events':
        return account.createMeterEvent(form)
      case 'GET /v1/checkout/sessions':
        return account.listSessions(textOf(form.customer), textOf(form.status))
      case 'GET /v1/subscriptions':
        return account.listSubscriptions(textOf(form.customer))
      case 'GET /v1/invoices':
        return account.listInvoices(textOf(form.customer))
    }
    if (method === 'POST' && resource === 'checkout' && action === 'expire') return account.expireSession(detail)
    if (method === 'GET' && resource === 'subscriptions') return account.get(account.subscriptions, id)
    if (method === 'POST' && resource === 'subscriptions') return account.updateSubscription(id ?? '', form)
    if (method === 'GET' && resource === 'invoices') return account.get(account.invoices, id)
    if (method === 'GET' && resource === 'prices') return account.get(account.prices, id)
    throw StripeFailure.missing(path)
  }
}

const conflict: Answer = {
  status: 400,
  body: { error: { type: 'idempotency_error', message: 'Keys for idempotent requests can only be used once.' } },
}

/** The answer is fixed as it was when it was made: what changes later is another answer. */
function settle(work: () => unknown): Answer {
  try {
    return { status: 200, body: structuredClone(work()) }
  } catch (error) {
    if (error instanceof StripeFailure) return { status: error.status, body: { error: error.error } }
    throw error
  }
}
