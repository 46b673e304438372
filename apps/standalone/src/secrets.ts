import { StartError } from '@linkflow/postgres'
import { serviceNames } from '@linkflow/contracts'
import { exportJWK, generateKeyPair } from 'jose'
import type { JWK } from 'jose'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an installation must keep to itself, and keep: without it stored credentials cannot be read. */
export interface Secrets {
  /** Source of the passwords of the database roles. */
  database: string
  /** Private JWKS that signs people's access tokens. */
  authKeys: { keys: JWK[] }
  /** Key-encryption keys of stored credentials, base64 by id. */
  keks: Record<string, string>
  activeKek: string
  /** Key of notifications that wait and of links to unsubscribe with, base64. */
  notificationKey: string
  /** Private JWK of each service, for identity between processes. */
  services: Record<string, JWK>
}

/** Reads the secrets of a data folder; makes them at the first start. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json')
  try {
    if (existsSync(file)) return await completed(file, JSON.parse(readFileSync(file, 'utf8')) as Secrets)
    const secrets = await makeSecrets()
    mkdirSync(dataDir, { recursive: true })
    write(file, secrets, 'wx')
    return secrets
  } catch (error) {
    throw new StartError(`The data folder ${dataDir} cannot be used: ${(error as Error).message}`)
  }
}

/** The environment by which services are told the secrets they need. */
export function environmentOf(secrets: Secrets): Record<string, string> {
  return {
    LINKFLOW_AUTH_KEYS: JSON.stringify(secrets.authKeys),
    LINKFLOW_KEKS: JSON.stringify(secrets.keks),
    LINKFLOW_ACTIVE_KEK: secrets.activeKek,
    LINKFLOW_NOTIFICATION_KEY: secrets.notificationKey,
  }
}

/** The environment of one service that runs apart: its own key, and everybody's public ones. */
export function identityOf(secrets: Secrets, service: string): Record<string, string> {
  const trusted = Object.values(secrets.services).map(({ d: _, ...open }) => open)
  return {
    LINKFLOW_SIGNING_KEY: JSON.stringify(secrets.services[service]),
    LINKFLOW_TRUSTED_KEYS: JSON.stringify({ keys: trusted }),
  }
}

/** An installation that is older than a service gets the keys of that service. */
async function completed(file: string, secrets: Secrets): Promise<Secrets> {
  const missing = serviceNames.filter((name) => !secrets.services[name])
  if (missing.length === 0 && secrets.notificationKey) return secrets
  for (const name of missing) secrets.services[name] = await makeKey(name)
  secrets.notificationKey ??= randomBytes(32).toString('base64')
  // Renamed into place: a crash between must not cost the keys that are there.
  write(`${file}.new`, secrets, 'w')
  renameSync(`${file}.new`, file)
  return secrets
}

function write(file: string, secrets: Secrets, flag: 'w' | 'wx'): void {
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag })
}

async function makeSecrets(): Promise<Secrets> {
  const own = await Promise.all(serviceNames.map(async (name) => [name, await makeKey(name)] as const))
  return {
    database: randomBytes(32).toString('base64url'),
    authKeys: { keys: [await makeKey(`auth-${randomBytes(4).toString('hex')}`)] },
    keks: { k1: randomBytes(32).toString('base64') },
    activeKek: 'k1',
    notificationKey: randomBytes(32).toString('base64'),
    services: Object.fromEntries(own),
  }
}

async function makeKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' }
}
