import type { IdentityKeys } from '@linkflow/service'
import { exportJWK, generateKeyPair } from 'jose'
import type { JWK } from 'jose'

/** Fresh keys for services that run apart: each signs with its own and trusts all. */
export async function identityKeysFor(services: readonly string[]): Promise<(service: string) => IdentityKeys> {
  const pairs = await Promise.all(
    services.map(async (kid) => {
      const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
      return {
        kid,
        signing: { ...(await exportJWK(privateKey)), kid },
        public: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' },
      }
    }),
  )
  const trustedKeys = { keys: pairs.map((pair): JWK => pair.public) }
  return (service) => {
    const own = pairs.find(({ kid }) => kid === service)
    if (!own) throw new Error(`No key for ${service}`)
    return { signingKey: own.signing, trustedKeys }
  }
}
