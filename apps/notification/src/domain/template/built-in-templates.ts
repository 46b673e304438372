import { EmailTemplateNotFound, emailTemplateNames } from '@linkflow/contracts'
import type { EmailTemplateName } from '@linkflow/contracts'
import type { BuiltInTemplate } from './email-template.js'
import { digest } from './built-in/digest.js'
import { executionFailed } from './built-in/execution-failed.js'
import { executionFailuresDigest } from './built-in/execution-failures-digest.js'
import { invitation } from './built-in/invitation.js'
import { invoice } from './built-in/invoice.js'
import { quotaAlert } from './built-in/quota-alert.js'
import { resetPassword } from './built-in/reset-password.js'
import { securityAlert } from './built-in/security-alert.js'
import { subscription } from './built-in/subscription.js'
import { verifyEmail } from './built-in/verify-email.js'

/** The templates LinkFlow comes with. */
export const builtInTemplates: Readonly<Record<EmailTemplateName, BuiltInTemplate>> = {
  'verify-email': verifyEmail,
  'reset-password': resetPassword,
  'security-alert': securityAlert,
  invitation,
  'execution-failed': executionFailed,
  'execution-failures-digest': executionFailuresDigest,
  'quota-alert': quotaAlert,
  invoice,
  subscription,
  digest,
}

/** @throws EmailTemplateNotFound */
export function builtInTemplate(name: string): BuiltInTemplate {
  const known = emailTemplateNames.find((one) => one === name)
  if (!known) throw EmailTemplateNotFound()
  return builtInTemplates[known]
}
