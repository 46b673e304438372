import { exportJWK, generateKeyPair } from 'jose'
import type { JWK } from 'jose'
import type { IdentityKeys } from './identity.js'

/** Keys of services that trust one another. */
export async function keysOf<Names extends string>(...names: Names[]): Promise<Record<Names, IdentityKeys>> {
  const pairs = await Promise.all(names.map(async (kid) => ({ kid, ...(await pairOf(kid)) })))
  const trustedKeys = { keys: pairs.map(({ open }) => open) }
  return Object.fromEntries(pairs.map(({ kid, secret }) => [kid, { signingKey: secret, trustedKeys }])) as Record<
    Names,
    IdentityKeys
  >
}

async function pairOf(kid: string): Promise<{ secret: JWK; open: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
  return {
    secret: { ...(await exportJWK(privateKey)), kid },
    open: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' },
  }
}
