import type { Verification } from '@linkflow/contracts'
import { equalTexts } from './constant-time.js'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import { checkHmac } from './hmac-verification.js'
import { checkStandardWebhook } from './standard-webhooks.js'

/** The credentials a verification reads, the present one first. */
export function credentialIdsOf(verify: Verification): string[] {
  switch (verify.kind) {
    case 'none':
      return []
    case 'header':
      return [verify.credentialId]
    case 'hmac':
    case 'standard-webhooks':
      return [verify.credentialId, ...(verify.previousCredentialId ? [verify.previousCredentialId] : [])]
  }
}

/** Credential types whose secret can prove a request. */
export function credentialTypesFor(verify: Verification): string[] {
  return verify.kind === 'header' ? ['header', 'bearer', 'generic'] : ['generic']
}

/** The text a credential's fields stand for in a verification; undefined when there is none in them. */
export function secretOf(fields: Record<string, string>): string | undefined {
  const own = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined)
  const token = own('token')
  return own('secret') || own('value') || (token ? `Bearer ${token}` : undefined)
}

/**
 * Why a request is refused; undefined when it is proven, or nothing has to be. Without a secret nothing is proven.
 *
 * @param secrets Each proves a request: the present secret, and the one before while it is being rotated.
 */
export function checkRequest(
  verify: Verification,
  request: DeliveryRequest,
  secrets: readonly string[],
  nowMs: number,
): string | undefined {
  if (verify.kind === 'none') return undefined
  if (secrets.length === 0) return 'The secret of the webhook is gone.'
  switch (verify.kind) {
    case 'header': {
      const given = headerOf(request, verify.header)
      if (given === undefined) return 'The header is missing.'
      return secrets.some((secret) => equalTexts(given, secret)) ? undefined : 'The header does not match.'
    }
    case 'hmac':
      return checkHmac(verify, request, secrets, nowMs)
    case 'standard-webhooks':
      return checkStandardWebhook(request, secrets, nowMs)
  }
}
