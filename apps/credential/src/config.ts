import { z } from 'zod'

const Key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'A key is the base64 of 32 bytes.')

/** What the credential service is told by its environment. */
export const credentialConfig = z
  .object({
    LINKFLOW_KEKS: z
      .string({ error: 'Give the key encryption keys: {"k1":"<base64 of 32 bytes>"}.' })
      .transform((text, check) => {
        try {
          return JSON.parse(text) as unknown
        } catch {
          check.addIssue({ code: 'custom', message: 'This is not JSON.' })
          return z.NEVER
        }
      })
      .pipe(z.record(z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'This is no name of a key.'), Key))
      .describe('All key encryption keys that something is still encrypted with, by name.'),
    LINKFLOW_ACTIVE_KEK: z
      .string({ error: 'Name the key that new credentials are encrypted with.' })
      .describe('Name of the key that encrypts from now on; what others encrypted is moved to it.'),
  })
  .refine((config) => Object.hasOwn(config.LINKFLOW_KEKS, config.LINKFLOW_ACTIVE_KEK), {
    path: ['LINKFLOW_ACTIVE_KEK'],
    message: 'There is no key of this name in LINKFLOW_KEKS.',
  })
export type CredentialConfig = z.output<typeof credentialConfig>
