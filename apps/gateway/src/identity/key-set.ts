import type { Clock } from '@linkflow/kernel'
import { importJWK } from 'jose'
import type { CryptoKey, JWK } from 'jose'

/** How long keys are believed without asking, in milliseconds. */
const TTL_MS = 5 * 60_000
/** An unknown key id makes us ask at most this often, so that forged ids cost the auth service nothing. */
const REFRESH_PAUSE_MS = 10_000

/** The public keys of access tokens, fetched when first needed and again when a token names a new one. */
export class KeySet {
  private keys = new Map<string, JWK>()
  private imported = new Map<string, Promise<CryptoKey | Uint8Array>>()
  private fetchedAt = Number.NEGATIVE_INFINITY
  private fetching: Promise<void> | undefined

  constructor(
    private readonly fetchKeys: () => Promise<{ keys: readonly Record<string, unknown>[] }>,
    private readonly clock: Clock,
  ) {}

  /** The key of that id; undefined when the auth service does not have it. */
  async find(kid: string): Promise<CryptoKey | Uint8Array | undefined> {
    const age = this.clock.now().getTime() - this.fetchedAt
    if (age > TTL_MS || (!this.keys.has(kid) && age > REFRESH_PAUSE_MS)) await this.refresh()
    const jwk = this.keys.get(kid)
    if (!jwk) return undefined
    let key = this.imported.get(kid)
    if (!key) this.imported.set(kid, (key = importJWK(jwk, 'EdDSA')))
    return key
  }

  private refresh(): Promise<void> {
    this.fetching ??= this.fetch().finally(() => (this.fetching = undefined))
    return this.fetching
  }

  private async fetch(): Promise<void> {
    const { keys } = await this.fetchKeys()
    this.keys = new Map(
      keys
        .filter(({ kid, kty }) => typeof kid === 'string' && kty === 'OKP')
        .map((key) => [String(key.kid), key as JWK]),
    )
    this.imported = new Map()
    this.fetchedAt = this.clock.now().getTime()
  }
}
