import type { EventIdSource, Verification, WebhookPreset } from '@linkflow/contracts'

type Signed<K extends Verification['kind']> = Omit<
  Extract<Verification, { kind: K }>,
  'credentialId' | 'previousCredentialId'
>

/** How a known sender signs, names its events and asks whether somebody is there. */
export interface Preset {
  verify: Signed<'hmac'> | Signed<'header'>
  /** Absent where a delivery has no id that its repeats keep. */
  eventId?: EventIdSource
  /** Answered at once, when it is verified; nothing is started. */
  handshake?: { when: string; answer: string }
}

const hmac = (change: Partial<Signed<'hmac'>> & { header: string }): Signed<'hmac'> => ({
  kind: 'hmac',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: '',
  signedContent: '{body}',
  toleranceSeconds: 300,
  ...change,
})

/** What the senders' own references say; each is named beside its entry. */
export const presets: Record<WebhookPreset, Preset> = {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
  github: {
    verify: hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
    eventId: { header: 'X-GitHub-Delivery' },
  },
  // https://docs.gitlab.com/user/project/integrations/webhooks/#delivery-headers
  gitlab: {
    verify: { kind: 'header', header: 'X-Gitlab-Token' },
    eventId: { header: 'Idempotency-Key' },
  },
  // https://developers.hubspot.com/docs/api/webhooks/validating-requests, version 3: several events a request, each with an id
  hubspot: {
    verify: hmac({
      header: 'X-HubSpot-Signature-v3',
      encoding: 'base64',
      signedContent: '{method}{fullUrl}{body}{timestamp}',
      timestampHeader: 'X-HubSpot-Request-Timestamp',
    }),
  },
  // https://shopify.dev/docs/apps/build/webhooks/subscribe/https
  shopify: {
    verify: hmac({ header: 'X-Shopify-Hmac-Sha256', encoding: 'base64' }),
    eventId: { header: 'X-Shopify-Webhook-Id' },
  },
  // https://api.slack.com/authentication/verifying-requests-from-slack, https://api.slack.com/events/url_verification
  slack: {
    verify: hmac({
      header: 'X-Slack-Signature',
      prefix: 'v0=',
      signedContent: 'v0:{timestamp}:{body}',
      timestampHeader: 'X-Slack-Request-Timestamp',
    }),
    eventId: { expression: '{{ $json.body.event_id }}' },
    handshake: { when: '{{ $json.body.type == "url_verification" }}', answer: '{{ $json.body.challenge }}' },
  },
  // https://docs.stripe.com/webhooks#verify-manually
  stripe: {
    verify: hmac({
      header: 'Stripe-Signature',
      pairs: { signature: 'v1', timestamp: 't' },
      signedContent: '{timestamp}.{body}',
    }),
    eventId: { expression: '{{ $json.body.id }}' },
  },
  // https://www.twilio.com/docs/usage/security#validating-requests
  twilio: {
    verify: hmac({
      header: 'X-Twilio-Signature',
      algorithm: 'sha1',
      encoding: 'base64',
      signedContent: '{fullUrl}{form}',
    }),
    eventId: { header: 'I-Twilio-Idempotency-Token' },
  },
}

/** A verification in general terms: a preset is replaced by what it stands for. */
export function generalOf(verify: Verification): Exclude<Verification, { kind: 'preset' }> {
  if (verify.kind !== 'preset') return verify
  const { credentialId, previousCredentialId } = verify
  const secrets = previousCredentialId === undefined ? { credentialId } : { credentialId, previousCredentialId }
  return { ...presets[verify.preset].verify, ...secrets }
}

/** The preset a verification names. */
export function presetOf(verify: Verification): Preset | undefined {
  return verify.kind === 'preset' ? presets[verify.preset] : undefined
}
