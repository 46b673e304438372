import type { Verification } from '@linkflow/contracts'
import { equalTexts } from './constant-time.js'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import { checkHmac } from './hmac-verification.js'
import { checkJwt } from './jwt-verification.js'
import { generalOf } from './presets.js'
import type { Proof } from './proof.js'
import { checkStandardWebhook } from './standard-webhooks.js'

/** The credentials a verification reads, the present one first. */
export function credentialIdsOf(verify: Verification): string[] {
  if (verify.kind === 'none') return []
  const previous = 'previousCredentialId' in verify ? verify.previousCredentialId : undefined
  return [verify.credentialId, ...(previous === undefined ? [] : [previous])]
}

/** Credential types whose secret can prove a request. */
export function credentialTypesFor(verify: Verification): string[] {
  const { kind } = generalOf(verify)
  if (kind === 'basic') return ['basic']
  return kind === 'header' ? ['header', 'bearer', 'generic'] : ['generic']
}

/** The text a credential's fields stand for in a verification; undefined when there is none in them. */
export function secretOf(fields: Record<string, string>): string | undefined {
  const own = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined)
  const [token, username, password] = [own('token'), own('username'), own('password')]
  if (username !== undefined && password !== undefined)
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  return own('secret') || own('value') || (token ? `Bearer ${token}` : undefined)
}

/** The header in which the secret itself comes, if it does; nobody else is to see it. */
export function secretHeaderOf(verify: Verification): string | undefined {
  const general = generalOf(verify)
  return general.kind === 'header' || general.kind === 'jwt' ? general.header.toLowerCase() : undefined
}

/** Why a request is refused; undefined when it is proven, or nothing has to be. Without a secret nothing is proven. */
export function checkRequest(
  verify: Verification,
  request: DeliveryRequest,
  proof: Proof,
): string | undefined | Promise<string | undefined> {
  const general = generalOf(verify)
  if (general.kind === 'none') return undefined
  if (proof.secrets.length === 0) return 'The secret of the webhook is gone.'
  switch (general.kind) {
    case 'header':
      return checkHeader(headerOf(request, general.header), proof)
    case 'basic':
      return checkHeader(headerOf(request, 'authorization'), proof)
    case 'jwt':
      return checkJwt(general, request, proof)
    case 'hmac':
      return checkHmac(general, request, proof)
    case 'standard-webhooks':
      return checkStandardWebhook(request, proof.secrets, proof.nowMs)
  }
}

function checkHeader(given: string | undefined, { secrets }: Proof): string | undefined {
  if (given === undefined) return 'The header is missing.'
  return secrets.some((secret) => equalTexts(given, secret)) ? undefined : 'The header does not match.'
}
