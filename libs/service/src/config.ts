import { StartError } from '@linkflow/postgres'
import { z } from 'zod'

/** The environment a configuration is read from. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a configuration: `schema`'s members are environment variable names. Every issue is listed at once, before
 * anything connects.
 *
 * @throws StartError
 */
export function loadConfig<S extends z.ZodType>(schema: S, env: Environment): z.output<S> {
  assertValid(configIssues(schema, env))
  return schema.parse(given(env))
}

/** What is wrong with an environment, a line for each variable; empty when nothing is. Never quotes a value. */
export function configIssues(schema: z.ZodType, env: Environment): string[] {
  const present = given(env)
  const result = schema.safeParse(present)
  return (result.error?.issues ?? []).map(({ path, message }) => {
    // The schema's own words, where it has any.
    const isMissing = present[String(path[0])] === undefined && message.startsWith('Invalid input')
    return `${path.join('.')}: ${isMissing ? 'is missing' : message}`
  })
}

/** @throws StartError when there are issues */
export function assertValid(issues: readonly string[]): void {
  const all = [...new Set(issues)].map((issue) => `  ${issue}`)
  if (all.length > 0) throw new StartError(`The configuration is not valid:\n${all.join('\n')}`)
}

/** An empty variable is one that was not set. */
function given(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
}

/** A whole number in an environment variable. */
export const numberVariable = (fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max).default(fallback)

/** What every process may be told, whichever services it hosts. */
export const hostConfig = z.object({
  HOST: z.string().default('0.0.0.0').describe('Address to listen on.'),
  PORT: numberVariable(8080, 0, 65535).describe(
    'Port of the API; of health and metrics in services other than the gateway. 0 takes a free one.',
  ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least that is logged. `npm start` sets warn.'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe(
      'PostgreSQL 15 or newer. Standalone starts one of its own without it; a service that runs apart and keeps data needs it.',
    ),
  DATABASE_POOL_SIZE: numberVariable(25, 1, 500).describe('Most connections of a service that runs apart.'),
  DATABASE_IDLE_CONNECTIONS: numberVariable(5, 0, 500).describe(
    'Connections that stay open although nobody uses them.',
  ),
  DATABASE_IDLE_TIMEOUT_MS: numberVariable(30_000).describe('Connections above those unused for this long are closed.'),
  NATS_URL: z
    .string()
    .optional()
    .describe('NATS server with JetStream; needed by services that run apart, not used by standalone.'),
  NATS_STREAM_REPLICAS: numberVariable(1, 1, 5).describe('Copies JetStream keeps of events; 3 on a cluster.'),
  REDIS_URL: z
    .string()
    .optional()
    .describe('Redis in which gateways share their rate limits; without it each counts in its memory.'),
  LINKFLOW_SIGNING_KEY: z.string().optional().describe('Private JWK (Ed25519) of this service.'),
  LINKFLOW_TRUSTED_KEYS: z.string().optional().describe('JWKS with the public keys of all services; kid is the name.'),
  JAEGER_ENDPOINT: z.string().optional().describe('HTTP endpoint of a Jaeger collector.'),
  JAEGER_AGENT_HOST: z.string().optional().describe('Host of a Jaeger agent, when there is no JAEGER_ENDPOINT.'),
  JAEGER_AGENT_PORT: numberVariable(6832, 1, 65535).describe('UDP port of the Jaeger agent.'),
  TRACE_SAMPLING: z.coerce.number().min(0).max(1).default(0.01).describe('Share of requests that are traced, 0 to 1.'),
})
export type HostConfig = z.output<typeof hostConfig>
