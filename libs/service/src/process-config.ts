import { StartError } from '@linkflow/postgres'
import { z } from 'zod'
import { assertValid, configIssues, hostConfig, loadConfig } from './config.js'
import type { Environment } from './config.js'
import type { Service } from './define-service.js'

const json = (what: string) =>
  z.string().transform((text, ctx): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      ctx.addIssue({ code: 'custom', message: `must be ${what} as JSON` })
      return z.NEVER
    }
  })

const PublicKey = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })

/** What a service needs that runs apart from the others. */
const apartConfig = hostConfig.extend({
  NATS_URL: z.string(),
  LINKFLOW_SIGNING_KEY: json('a private JWK').pipe(PublicKey.extend({ d: z.string() })),
  LINKFLOW_TRUSTED_KEYS: json('a JWKS').pipe(z.object({ keys: z.array(PublicKey.extend({ kid: z.string() })) })),
})
const apartWithDatabase = apartConfig.extend({ DATABASE_URL: z.string() })

export type ProcessConfig = z.output<typeof apartConfig>

/**
 * The configuration of a process that runs one service. All that is wrong is said at once, the service's own variables
 * included, before anything connects.
 *
 * @throws StartError
 */
export function loadProcessConfig(service: Service, env: Environment): ProcessConfig {
  const schema: z.ZodType<ProcessConfig> = service.schema ? apartWithDatabase : apartConfig
  assertValid([...configIssues(schema, env), ...(service.config ? configIssues(service.config, env) : [])])
  const config = loadConfig(schema, env)
  const trusted = config.LINKFLOW_TRUSTED_KEYS.keys.find(({ kid }) => kid === service.name)
  if (trusted?.x !== config.LINKFLOW_SIGNING_KEY.x)
    throw new StartError(
      `LINKFLOW_TRUSTED_KEYS must hold the public key of LINKFLOW_SIGNING_KEY under the kid ${service.name}: others would refuse what this service says.`,
    )
  return config
}
