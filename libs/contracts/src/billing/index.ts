export { AssignPlan } from './assign-plan.js'
export { CancelSubscription } from './cancel-subscription.js'
export { ChangePlan } from './change-plan.js'
export { CheckQuota } from './check-quota.js'
export { CloseAccount } from './close-account.js'
export { InvoiceIssued, QuotaAlertRaised, SubscriptionChanged } from './events.js'
export { GetAllowance } from './get-allowance.js'
export { GetCurrentUsage } from './get-current-usage.js'
export { GetSubscription } from './get-subscription.js'
export { GetUsage } from './get-usage.js'
export { ListInvoices } from './list-invoices.js'
export { ListPlans } from './list-plans.js'
export { OpenPortal } from './open-portal.js'
export {
  AlreadySubscribed,
  CheckoutRequired,
  NoSubscription,
  OperatorKeyWrong,
  PlanManaged,
  PlanNotForSale,
  PlanUnknown,
  QuotaExceeded,
  StripeEventInvalid,
  StripeOff,
  StripeRefused,
  StripeUnavailable,
  UsageRangeInvalid,
} from './problems.js'
export { ReceiveStripeEvent } from './receive-stripe-event.js'
export { ResumeSubscription } from './resume-subscription.js'
export { StartCheckout } from './start-checkout.js'
export {
  DayUsage,
  InvoiceView,
  PlanId,
  PlanView,
  QuotaName,
  Quotas,
  SubscriptionView,
  UsageFigures,
  planSources,
  quotaNames,
  subscriptionStatuses,
} from './views.js'
