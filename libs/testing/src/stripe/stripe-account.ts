import { formOf, listOf, textOf } from './form-body.js'
import type { Form } from './form-body.js'
import { StripeFailure } from './stripe-objects.js'
import type {
  InvoiceObject,
  MeterEventObject,
  PriceObject,
  SessionObject,
  StripeObject,
  SubscriptionItemObject,
  SubscriptionObject,
} from './stripe-objects.js'

const MONTH_S = 30 * 86_400
const DAY_S = 86_400

/** What Stripe keeps of one account. */
export class StripeAccount {
  readonly customers = new Map<string, StripeObject>()
  readonly prices = new Map<string, PriceObject>()
  readonly sessions = new Map<string, SessionObject>()
  readonly subscriptions = new Map<string, SubscriptionObject>()
  readonly invoices = new Map<string, InvoiceObject>()
  readonly meterEvents: MeterEventObject[] = []
  private readonly forms = new Map<string, Form>()
  private count = 0

  /** Adds a monthly price. */
  addPrice(id: string, amount: number): void {
    const recurring = { interval: 'month' }
    this.prices.set(id, { ...this.made('price', id), unit_amount: amount, currency: 'usd', recurring })
  }

  createCustomer(form: Form): StripeObject {
    const customer = { ...this.made('customer', this.newId('cus')), metadata: formOf(form.metadata) }
    this.customers.set(customer.id, customer)
    return customer
  }

  createSession(form: Form): StripeObject {
    const customer = this.get(this.customers, textOf(form.customer)).id
    for (const { price } of listOf(form.line_items)) this.get(this.prices, textOf(price))
    const made = this.made('checkout.session', this.newId('cs'))
    const url = `https://checkout.stripe.test/${made.id}`
    const session: SessionObject = { ...made, customer, url, status: 'open', metadata: formOf(form.metadata) }
    this.sessions.set(session.id, session)
    this.forms.set(session.id, form)
    return session
  }

  listSessions(customer: string | undefined, status: string | undefined) {
    const data = [...this.sessions.values()].filter((one) => one.customer === customer && one.status === status)
    return { object: 'list', data, has_more: false, url: '/v1/checkout/sessions' }
  }

  expireSession(id: string | undefined): SessionObject {
    const session = this.get(this.sessions, id)
    if (session.status !== 'open') throw StripeFailure.invalid('Only open sessions can be expired.')
    return Object.assign(session, { status: 'expired', url: null })
  }

  createPortal(form: Form): StripeObject {
    const customer = this.get(this.customers, textOf(form.customer)).id
    const portal = this.made('billing_portal.session', this.newId('bps'))
    return { ...portal, customer, url: `https://portal.stripe.test/${portal.id}` }
  }

  /** What happens when somebody pays at a checkout page. */
  completeSession(sessionId: string): SubscriptionObject {
    const session = this.get(this.sessions, sessionId)
    if (session.status !== 'open') throw StripeFailure.invalid('The session is not open.')
    Object.assign(session, { status: 'complete', url: null })
    const { customer } = session
    const form = this.get(this.forms, sessionId)
    const data = formOf(form.subscription_data)
    const trialDays = Number(textOf(data.trial_period_days) ?? 0)
    const subscription: SubscriptionObject = {
      ...this.made('subscription', this.newId('sub')),
      customer,
      status: trialDays > 0 ? 'trialing' : 'active',
      items: { object: 'list', data: listOf(form.line_items).map(({ price }) => this.item(textOf(price))) },
      cancel_at_period_end: false,
      cancel_at: null,
      trial_end: trialDays > 0 ? nowS() + trialDays * DAY_S : null,
      metadata: formOf(data.metadata) as Record<string, string>,
    }
    this.subscriptions.set(subscription.id, subscription)
    return subscription
  }

  listSubscriptions(customer: string | undefined) {
    const data = [...this.subscriptions.values()].filter((one) => one.customer === customer)
    return { object: 'list', data, has_more: false, url: '/v1/subscriptions' }
  }

  listInvoices(customer: string | undefined) {
    const data = [...this.invoices.values()].filter((one) => one.customer === customer)
    return { object: 'list', data, has_more: false, url: '/v1/invoices' }
  }

  updateSubscription(id: string, form: Form): SubscriptionObject {
    const subscription = this.get(this.subscriptions, id)
    for (const change of listOf(form.items)) this.changeItem(subscription.items, change)
    const cancels = textOf(form.cancel_at_period_end)
    if (cancels !== undefined) subscription.cancel_at_period_end = cancels === 'true'
    Object.assign(subscription.metadata, formOf(form.metadata))
    if (textOf(form.proration_behavior) === 'always_invoice') this.addInvoice(subscription.customer)
    return subscription
  }

  /** Adds an open invoice of a customer. */
  addInvoice(customer: string, total = 2900): InvoiceObject {
    const made = this.made('invoice', this.newId('in'))
    const invoice: InvoiceObject = {
      ...made,
      customer,
      status: 'open',
      number: `LF-${this.count}`,
      currency: 'usd',
      total,
      amount_due: total,
      amount_paid: 0,
      period_start: nowS(),
      period_end: nowS() + MONTH_S,
      hosted_invoice_url: `https://invoice.stripe.test/${made.id}`,
      invoice_pdf: `https://invoice.stripe.test/${made.id}/pdf`,
    }
    this.invoices.set(invoice.id, invoice)
    return invoice
  }

  createMeterEvent(form: Form): MeterEventObject {
    const identifier = textOf(form.identifier) ?? this.newId('mtr')
    if (this.meterEvents.some((event) => event.identifier === identifier))
      throw new StripeFailure(400, {
        type: 'invalid_request_error',
        code: 'resource_already_exists',
        message: `An event already exists with identifier ${identifier}.`,
        param: 'identifier',
      })
    const payload = formOf(form.payload) as Record<string, string>
    this.get(this.customers, payload.stripe_customer_id)
    const event: MeterEventObject = {
      ...this.made('billing.meter_event', identifier),
      event_name: textOf(form.event_name) ?? '',
      identifier,
      timestamp: Number(textOf(form.timestamp)),
      payload,
    }
    this.meterEvents.push(event)
    return event
  }

  /** @throws StripeFailure when there is none */
  get<T>(objects: ReadonlyMap<string, T>, id: string | undefined): T {
    const found = id === undefined ? undefined : objects.get(id)
    if (found === undefined) throw StripeFailure.missing(id)
    return found
  }

  newId(prefix: string): string {
    this.count += 1
    return `${prefix}_${this.count}`
  }

  private changeItem(items: SubscriptionObject['items'], change: Form): void {
    const id = textOf(change.id)
    const priceId = textOf(change.price)
    if (id === undefined) {
      if (items.data.some(({ price }) => price.id === priceId))
        throw StripeFailure.invalid('The price is there already.')
      items.data.push(this.item(priceId))
      return
    }
    const item = items.data.find((one) => one.id === id)
    if (!item) throw StripeFailure.missing(id)
    if (textOf(change.deleted) === 'true') items.data = items.data.filter((one) => one !== item)
    else item.price = this.get(this.prices, priceId)
  }

  private item(priceId: string | undefined): SubscriptionItemObject {
    return {
      ...this.made('subscription_item', this.newId('si')),
      price: this.get(this.prices, priceId),
      current_period_start: nowS(),
      current_period_end: nowS() + MONTH_S,
    }
  }

  private made(object: string, id: string): StripeObject {
    return { id, object, created: nowS(), livemode: false }
  }
}

const nowS = () => Math.floor(Date.now() / 1000)
