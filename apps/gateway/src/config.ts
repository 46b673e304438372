import { numberVariable } from '@linkflow/service'
import { z } from 'zod'

/** A comma-separated list of origins, each exactly as browsers send it. */
const origins = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .transform((list) => list.filter((origin) => origin !== ''))
  .pipe(z.array(z.string().regex(/^https?:\/\/[^/*\s]+$/, 'must be origins such as https://app.example.com')))

/** The gateway's own environment variables. A rate limit of 0 is switched off. */
export const gatewayConfig = z.object({
  CORS_ORIGINS: origins.describe('Origins whose pages may call the API; none but the same origin by default.'),
  TRUST_PROXY: numberVariable(0, 0, 10).describe('How many proxies in front add to X-Forwarded-For.'),
  RATE_LIMIT_ANONYMOUS: numberVariable(100).describe('Requests a minute without a credential, per address.'),
  RATE_LIMIT_PRINCIPAL: numberVariable(1000).describe('Requests a minute per user or API key.'),
  RATE_LIMIT_SENSITIVE: numberVariable(20).describe('Sign-ins and the like a minute, per address and per account.'),
  RATE_LIMIT_INGRESS: numberVariable(60_000).describe('Deliveries a minute per webhook, counted by each gateway.'),
})
export type GatewayConfig = z.output<typeof gatewayConfig>
