import { Unauthenticated, newId } from '@linkflow/kernel'
import type { Principal, RequestContext } from '@linkflow/kernel'
import type { IncomingCall } from '@linkflow/messaging'
import { SignJWT, importJWK, jwtVerify, createLocalJWKSet } from 'jose'
import type { JWK, JSONWebKeySet } from 'jose'

const LIFETIME_S = 60
/** A token is given out again while this much of its life is left: what it starts may take a while to call on. */
const LEAST_LEFT_MS = 30_000
/** How far the clocks of two machines may be apart. */
const SKEW_S = 5
const CACHE_LIMIT = 10_000

type Claims = { sub: Principal; ws?: string; perm: string[] }
type Verified = Pick<RequestContext, 'principal' | 'workspaceId' | 'permissions'> & { expiresAt: number }

/** The keys of a service: its own to sign, everybody's to verify. */
export interface IdentityKeys {
  signingKey: JWK
  trustedKeys: JSONWebKeySet
}

/**
 * Who a service is and whom it believes. Between processes identity travels as a short-lived Ed25519-signed token;
 * inside one process the context itself is handed over and nothing is signed.
 */
export class CallIdentity {
  private readonly minted = new Map<string, { token: string; expiresAt: number }>()
  private readonly verified = new Map<string, Verified>()
  private readonly keys:
    { sign: Promise<Awaited<ReturnType<typeof importJWK>>>; trust: ReturnType<typeof createLocalJWKSet> } | undefined

  constructor(
    readonly service: string,
    keys?: IdentityKeys,
  ) {
    this.keys = keys && { sign: importJWK(keys.signingKey, 'EdDSA'), trust: createLocalJWKSet(keys.trustedKeys) }
  }

  /** The context in which this service acts by itself, for a workspace or for none. */
  serviceContext(base: {
    workspaceId?: string
    requestId?: string
    deadlineAt?: number
    traceparent?: string
    signal?: AbortSignal
  }): RequestContext {
    return {
      principal: { kind: 'service', id: this.service },
      permissions: new Set(),
      workspaceId: base.workspaceId,
      requestId: base.requestId ?? newId(),
      deadlineAt: base.deadlineAt ?? Date.now() + 10_000,
      traceparent: base.traceparent,
      signal: base.signal,
    }
  }

  /** The token that proves `ctx` to other processes; undefined inside one process. */
  async tokenFor(ctx: RequestContext): Promise<string | undefined> {
    if (ctx.token !== undefined) return ctx.token
    if (!this.keys) return undefined
    const claims: Claims = { sub: ctx.principal, ws: ctx.workspaceId, perm: [...ctx.permissions] }
    const key = JSON.stringify(claims)
    const now = Date.now()
    const known = this.minted.get(key)
    if (known && known.expiresAt > now + LEAST_LEFT_MS) return known.token
    const token = await new SignJWT({ principal: claims.sub, ws: claims.ws, perm: claims.perm })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.service })
      .setAudience('linkflow')
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_S}s`)
      .sign(await this.keys.sign)
    remember(this.minted, key, { token, expiresAt: now + LIFETIME_S * 1000 })
    return token
  }

  /**
   * The context of a call that arrived at `operation`.
   *
   * @throws Unauthenticated when the token is missing, expired, forged, or made by a service that may not speak for its subject
   */
  async contextOf(call: IncomingCall, operation: string, traceparent = call.traceparent): Promise<RequestContext> {
    const { idempotency } = call
    const who = this.keys ? await this.verify(call.token) : fromReference(call)
    return {
      principal: who.principal,
      workspaceId: who.workspaceId,
      permissions: who.permissions,
      token: this.keys && call.token,
      requestId: call.requestId,
      deadlineAt: call.deadlineAt,
      traceparent,
      client: call.clientIp || call.userAgent ? { ip: call.clientIp, userAgent: call.userAgent } : undefined,
      idempotency: idempotency && { ...idempotency, contract: operation },
      // Read through, because the call makes its signal only when somebody looks.
      get signal() {
        return call.signal
      },
    }
  }

  private async verify(token: string | undefined): Promise<Verified> {
    if (token === undefined) throw Unauthenticated()
    const known = this.verified.get(token)
    if (known && known.expiresAt > Date.now()) return known
    if (!this.keys) throw Unauthenticated()
    const { payload, protectedHeader } = await jwtVerify(token, this.keys.trust, {
      algorithms: ['EdDSA'],
      audience: 'linkflow',
      clockTolerance: SKEW_S,
      requiredClaims: ['exp'],
    }).catch((cause: unknown) => {
      throw Unauthenticated(undefined, { cause })
    })
    const principal = payload.principal as Principal
    if (!maySpeakFor(protectedHeader.kid ?? '', principal)) throw Unauthenticated()
    const verified: Verified = {
      principal,
      workspaceId: payload.ws as string | undefined,
      permissions: new Set(payload.perm as string[]),
      expiresAt: ((payload.exp ?? 0) + SKEW_S) * 1000,
    }
    remember(this.verified, token, verified)
    return verified
  }
}

/** Inside one process the caller's context came along. */
function fromReference(call: IncomingCall): Pick<RequestContext, 'principal' | 'workspaceId' | 'permissions'> {
  if (!call.context) throw Unauthenticated()
  return call.context
}

/** The gateway speaks for people and keys, the execution service for executions, everybody for themselves. */
function maySpeakFor(issuer: string, principal: Principal): boolean {
  switch (principal.kind) {
    case 'user':
    case 'api-key':
    case 'anonymous':
      return issuer === 'gateway'
    case 'execution':
      return issuer === 'execution'
    case 'service':
      return issuer === principal.id
  }
}

/** Keeps a cache bounded: when full, the oldest entry goes. */
function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= CACHE_LIMIT) {
    const oldest = cache.keys().next().value
    if (oldest !== undefined) cache.delete(oldest)
  }
  cache.set(key, value)
}
