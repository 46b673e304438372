import { SignJWT, decodeJwt, exportSPKI, generateKeyPair, importJWK } from 'jose'
import type { CryptoKey, JWK, JWTPayload } from 'jose'

export interface ForgedTokens {
  /** Made like the others, but right in everything: it tells that the others fail for what is wrong with them. */
  right: string
  /** Tokens that must not open anything, by what is wrong with them. */
  wrong: Record<string, string>
}

/**
 * Every way to forge or misuse an access token that does not need the private key, and some that do.
 *
 * @param token a good one
 * @param publicKey the key it was signed with, as everybody can read it
 * @param privateKey the same key's secret half, for tokens that are signed well and say the wrong thing
 */
export async function forgeTokens(token: string, publicKey: JWK, privateKey: JWK): Promise<ForgedTokens> {
  const [header, payload, signature] = token.split('.') as [string, string, string]
  const claims = decodeJwt(token)
  const kid = publicKey.kid!
  const stranger = (await generateKeyPair('EdDSA')).privateKey
  const own = await importJWK(privateKey, 'EdDSA')
  const sign = (change: Partial<JWTPayload>, key = own, id = kid) =>
    new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'EdDSA', kid: id }).sign(key)
  const hs256 = (secret: Uint8Array) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(secret)
  const spki = await exportSPKI((await importJWK(publicKey, 'EdDSA')) as CryptoKey)
  const now = Math.floor(Date.now() / 1000)
  const right = await sign({})
  const wrong = {
    garbage: 'garbage',
    'three parts of garbage': 'a.b.c',
    'no signature': `${header}.${payload}.`,
    'a tampered signature': `${header}.${payload}.${flip(signature)}`,
    'another subject under the old signature': `${header}.${encode({ ...claims, sub: claims.sid })}.${signature}`,
    'algorithm none': `${encode({ alg: 'none' })}.${payload}.`,
    'algorithm none with our key id': `${encode({ alg: 'none', kid })}.${payload}.`,
    'HS256 with the public key': await hs256(Buffer.from(publicKey.x!, 'base64url')),
    'HS256 with the public key as text': await hs256(Buffer.from(publicKey.x!)),
    'HS256 with the public key as PEM': await hs256(Buffer.from(spki)),
    'HS256 with the public key as JSON': await hs256(Buffer.from(JSON.stringify(publicKey))),
    'a key of its own in the header': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid, jwk: { ...publicKey, x: publicKey.x } })
      .sign(stranger),
    'an unknown key id': await sign({}, own, 'nobody'),
    'no key id': await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA' }).sign(own),
    "a stranger's key under our key id": await sign({}, stranger),
    'another audience': await sign({ aud: 'somewhere-else' }),
    'no audience': await sign({ aud: undefined }),
    'another issuer': await sign({ iss: 'somebody-else' }),
    'expired an hour ago': await sign({ iat: now - 7200, exp: now - 3600 }),
    'valid from tomorrow': await sign({ nbf: now + 86_400 }),
    'no expiry': await sign({ exp: undefined }),
    'no session': await sign({ sid: undefined }),
    'a session that never was': await sign({ sid: '0193e0c0-0000-7000-8000-000000000000' }),
    'no subject': await sign({ sub: undefined }),
  }
  return { right, wrong }
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The text with one character exchanged. */
function flip(text: string): string {
  const middle = Math.floor(text.length / 2)
  return text.slice(0, middle) + (text[middle] === 'A' ? 'B' : 'A') + text.slice(middle + 1)
}
