import type { Clock } from '@linkflow/kernel'
import { StartError } from '@linkflow/postgres'
import { CompactSign, SignJWT, compactVerify, importJWK } from 'jose'
import type { AuthConfig, PrivateKey } from '../config.js'

/** Seconds an access token is valid. */
export const ACCESS_TOKEN_SECONDS = 300

type ImportedKey = Awaited<ReturnType<typeof importJWK>>

/** Signs access tokens (JWT, EdDSA) and tells the keys to verify them with. */
export class AccessTokens {
  private constructor(
    private readonly kid: string,
    private readonly key: ImportedKey,
    private readonly clock: Clock,
    /** Public JWKs of all configured keys. */
    readonly publicKeys: Record<string, unknown>[],
  ) {}

  /** @throws StartError when a key cannot be used or its halves do not belong together */
  static async create({ LINKFLOW_AUTH_KEYS: { keys } }: AuthConfig, clock: Clock): Promise<AccessTokens> {
    const imported = await Promise.all(keys.map(importPair))
    const [first] = keys
    const [signing] = imported
    if (!first || !signing) throw new StartError('LINKFLOW_AUTH_KEYS holds no key.')
    return new AccessTokens(first.kid, signing, clock, keys.map(publicKeyOf))
  }

  /** A token for a user in a session; it says who, never what they may do. */
  issue(userId: string, sessionId: string): Promise<string> {
    const seconds = Math.floor(this.clock.now().getTime() / 1000)
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.kid, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer('linkflow')
      .setAudience('linkflow-api')
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + ACCESS_TOKEN_SECONDS)
      .sign(this.key)
  }
}

/** A published key that does not fit its private half would refuse every token, silently: tried at once instead. */
async function importPair(jwk: PrivateKey): Promise<ImportedKey> {
  try {
    const key = await importJWK(jwk, 'EdDSA')
    const signed = await new CompactSign(Buffer.from('linkflow')).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
    await compactVerify(signed, await importJWK(publicKeyOf(jwk), 'EdDSA'))
    return key
  } catch {
    throw new StartError(`LINKFLOW_AUTH_KEYS: the key "${jwk.kid}" is not a valid pair of Ed25519 keys.`)
  }
}

function publicKeyOf({ kty, crv, kid, x }: PrivateKey) {
  return { kty, crv, kid, x, alg: 'EdDSA', use: 'sig' }
}
