import { PassportStrategy } from '@nestjs/passport'
import { isId, Problem, Unauthenticated } from '@linkflow/kernel'
import type { Clock } from '@linkflow/kernel'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { CryptoKey, JWTPayload } from 'jose'
import { Strategy } from 'passport-jwt'
import type { KeySet } from './key-set.js'

/** Who made the access tokens and for whom. */
export const TOKEN_ISSUER = 'linkflow'
export const TOKEN_AUDIENCE = 'linkflow-api'

/** What an access token says, once it is verified. */
export interface AccessToken {
  userId: string
  sessionId: string
  /** Unix milliseconds. */
  expiresAt: number
}

interface TokenRequest {
  token: string
}

type Verifier = (
  token: string,
  secret: { key: CryptoKey | Uint8Array; now: Date },
  options: unknown,
  done: (error: unknown, payload?: JWTPayload) => void,
) => void

// passport-jwt verifies by jsonwebtoken, which does not know EdDSA: jose takes its place.
const verify: Verifier = (token, { key, now }, _options, done) => {
  jwtVerify(token, key, {
    algorithms: ['EdDSA'],
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    requiredClaims: ['exp', 'sub', 'sid'],
    currentDate: now,
  }).then(({ payload }) => done(null, payload), done)
}
;(Strategy as unknown as { JwtVerifier: Verifier }).JwtVerifier = verify

/** Passport's JWT strategy for our access tokens: EdDSA only, with the keys the auth service publishes. */
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'linkflow-access-token') {
  constructor(keys: KeySet, clock: Clock) {
    super({
      jwtFromRequest: (request: unknown) => (request as TokenRequest).token,
      secretOrKeyProvider: (_request: unknown, token: string, done: (error: unknown, secret?: never) => void) => {
        findKey(keys, token).then((key) => done(null, { key, now: clock.now() } as never), done)
      },
    })
  }

  /** Passport's last word on a token whose signature and claims hold. */
  validate(payload: JWTPayload): AccessToken {
    const { sub, sid, exp } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string' || !isId(sub) || !isId(sid)) throw Unauthenticated()
    return { userId: sub, sessionId: sid, expiresAt: (exp ?? 0) * 1000 }
  }

  /**
   * Runs the strategy on one token, as passport would on a request.
   *
   * @throws Unauthenticated; Unavailable when the keys cannot be had
   */
  verify(token: string): Promise<AccessToken> {
    return new Promise((resolve, reject) => {
      const refuse = (cause: unknown) =>
        reject(cause instanceof Problem ? cause : Unauthenticated(reasonOf(cause), { cause }))
      const run = Object.assign(Object.create(this) as AccessTokenStrategy, {
        success: resolve,
        fail: refuse,
        error: refuse,
      })
      run.authenticate({ token } as never)
    })
  }
}

/** Only what was signed by us is said to have expired: the signature is checked first. */
function reasonOf(cause: unknown): { reason: 'expired' } | undefined {
  return cause instanceof errors.JWTExpired ? { reason: 'expired' } : undefined
}

async function findKey(keys: KeySet, token: string): Promise<CryptoKey | Uint8Array> {
  const { kid } = decodeProtectedHeader(token)
  const key = kid === undefined ? undefined : await keys.find(kid)
  if (!key) throw Unauthenticated()
  return key
}
