import { contractsOf } from '@linkflow/contracts'
import { Database } from '@linkflow/postgres'
import { CONFIG, defineService } from '@linkflow/service'
import type { Service } from '@linkflow/service'
import { BillingMetrics } from './adapters/billing-metrics.js'
import { billingSchema } from './adapters/postgres/schema.js'
import { StripeConnection } from './adapters/stripe/stripe-connection.js'
import { StripeEvents } from './adapters/stripe/stripe-events.js'
import { StripeInvoices } from './adapters/stripe/stripe-invoices.js'
import { StripeMeters } from './adapters/stripe/stripe-meters.js'
import { StripePages } from './adapters/stripe/stripe-pages.js'
import { StripeSubscriptions } from './adapters/stripe/stripe-subscriptions.js'
import { AssignPlanHandler } from './app/assign-plan.js'
import { CancelSubscriptionHandler } from './app/cancel-subscription.js'
import { Cancellation } from './app/cancellation.js'
import { ChangePlanHandler } from './app/change-plan.js'
import { CheckQuotaHandler } from './app/check-quota.js'
import { Checkout } from './app/checkout.js'
import { CloseAccountHandler } from './app/close-account.js'
import { CountUsage } from './app/count-usage.js'
import { CustomerReconciler } from './app/customer-reconciler.js'
import { CustomerSync } from './app/customer-sync.js'
import { Customers } from './app/customers.js'
import { EventEffects } from './app/event-effects.js'
import { GetAllowanceHandler } from './app/get-allowance.js'
import { GetCurrentUsageHandler } from './app/get-current-usage.js'
import { GetSubscriptionHandler } from './app/get-subscription.js'
import { GetUsageHandler } from './app/get-usage.js'
import { InvoiceSync } from './app/invoice-sync.js'
import { KeepHouse } from './app/keep-house.js'
import { ListInvoicesHandler } from './app/list-invoices.js'
import { ListPlansHandler } from './app/list-plans.js'
import { MeterReporter } from './app/meter-reporter.js'
import { MonthlyQuota } from './app/monthly-quota.js'
import { OpenPortalHandler } from './app/open-portal.js'
import { OwnerChoice } from './app/owner-choice.js'
import { createCatalog } from './app/plan-catalog.js'
import { PlanMove } from './app/plan-move.js'
import { QuotaAlerts } from './app/quota-alerts.js'
import { ReceiveStripeEventHandler } from './app/receive-stripe-event.js'
import { ResumeSubscriptionHandler } from './app/resume-subscription.js'
import { Standings } from './app/standings.js'
import { StartCheckoutHandler } from './app/start-checkout.js'
import { StripeTransactions } from './app/stripe-transactions.js'
import { SubscriptionSync } from './app/subscription-sync.js'
import { billingConfig } from './config.js'
import { Catalog } from './domain/catalog.js'

/** Plans, what workspaces use of them, and who pays. */
export const billing: Service = defineService({
  name: 'billing',
  contracts: contractsOf('billing'),
  handlers: [
    AssignPlanHandler,
    CancelSubscriptionHandler,
    ChangePlanHandler,
    CheckQuotaHandler,
    CloseAccountHandler,
    GetAllowanceHandler,
    GetCurrentUsageHandler,
    GetSubscriptionHandler,
    GetUsageHandler,
    ListInvoicesHandler,
    ListPlansHandler,
    OpenPortalHandler,
    ReceiveStripeEventHandler,
    ResumeSubscriptionHandler,
    StartCheckoutHandler,
  ],
  listeners: [CountUsage],
  schema: billingSchema,
  config: billingConfig,
  providers: [
    BillingMetrics,
    Cancellation,
    Checkout,
    CustomerSync,
    Customers,
    EventEffects,
    InvoiceSync,
    MonthlyQuota,
    OwnerChoice,
    PlanMove,
    QuotaAlerts,
    Standings,
    StripeConnection,
    StripeEvents,
    StripeInvoices,
    StripeMeters,
    StripePages,
    StripeSubscriptions,
    StripeTransactions,
    SubscriptionSync,
    { provide: Catalog, inject: [CONFIG, Database], useFactory: createCatalog },
  ],
  background: [MeterReporter, CustomerReconciler, KeepHouse],
})
