import type { Verification } from '@linkflow/contracts'
import { errors, importSPKI, jwtVerify } from 'jose'
import { headerOf } from './delivery-request.js'
import type { DeliveryRequest } from './delivery-request.js'
import type { Proof } from './proof.js'

type JwtVerification = Extract<Verification, { kind: 'jwt' }>

const CLOCK_TOLERANCE_SECONDS = 60

/**
 * Why the token of a request proves nothing; undefined when one of the secrets signed it. Only the one algorithm that was
 * agreed on counts, so that a public key is never taken for a shared secret.
 */
export async function checkJwt(
  verify: JwtVerification,
  request: DeliveryRequest,
  { secrets, nowMs }: Proof,
): Promise<string | undefined> {
  const header = headerOf(request, verify.header)
  if (header === undefined) return 'The token is missing.'
  const token = header.replace(/^Bearer +/i, '')
  let reason = 'The token does not match.'
  for (const secret of secrets) {
    try {
      const key = verify.algorithm.startsWith('HS')
        ? new TextEncoder().encode(secret)
        : await importSPKI(secret, verify.algorithm)
      await jwtVerify(token, key, {
        algorithms: [verify.algorithm],
        currentDate: new Date(nowMs),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        ...(verify.issuer === undefined ? {} : { issuer: verify.issuer }),
        ...(verify.audience === undefined ? {} : { audience: verify.audience }),
      })
      return undefined
    } catch (error) {
      if (error instanceof errors.JWTExpired) reason = 'The token has expired.'
      else if (error instanceof errors.JWTClaimValidationFailed) reason = 'The token is meant for something else.'
    }
  }
  return reason
}
