import { z } from 'zod'

const PrivateKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string().min(1),
  d: z.string().min(1),
})
/** A private Ed25519 key as a JWK. */
export type PrivateKey = z.infer<typeof PrivateKey>

const PrivateKeys = z
  .object({ keys: z.array(PrivateKey).min(1) })
  .refine(({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'Two keys have the same kid.')

/** What the auth service is told by its environment. */
export const authConfig = z.object({
  LINKFLOW_AUTH_KEYS: z
    .string({
      error: 'Give a JWKS of private Ed25519 keys: {"keys":[{"kty":"OKP","crv":"Ed25519","kid":…,"x":…,"d":…}]}.',
    })
    .transform((text, check) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        check.addIssue({ code: 'custom', message: 'This is not JSON.' })
        return z.NEVER
      }
    })
    .pipe(PrivateKeys)
    .describe('The first key signs access tokens; all are published, so that tokens of a retired key stay valid.'),
  LINKFLOW_PUBLIC_URL: z
    .url()
    .default('http://localhost:8080')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Where people reach LinkFlow; links in e-mails about accounts begin with it.'),
  LINKFLOW_REGISTRATION: z
    .enum(['open', 'first-user', 'closed'])
    .default('open')
    .describe('Who may register: everybody, only whoever comes first, or nobody; with an invitation, anybody.'),
  LINKFLOW_ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9]{1,16}$/, 'Use 1 to 16 lower-case letters and digits.')
    .default('live')
    .describe('Part of every API key: lf_<environment>_….'),
})
export type AuthConfig = z.output<typeof authConfig>
