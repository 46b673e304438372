import { CheckSession, GetJwks, ResolveApiKey, ResolveMembership, WorkspaceNotFound } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import { Unauthenticated, addressList } from '@linkflow/kernel'
import type { Clock, Principal, RequestContext } from '@linkflow/kernel'
import type { Messaging } from '@linkflow/messaging'
import { createHash } from 'node:crypto'
import { AccessTokenStrategy } from './access-token-strategy.js'
import type { AccessToken } from './access-token-strategy.js'
import { KeySet } from './key-set.js'
import { TimedCache } from './timed-cache.js'

/** What a caller shows to say who it is. */
export interface Credentials {
  token?: string
  apiKey?: string
  /** The workspace it wants to work in. */
  workspaceId?: string
}

/** Who calls, where, and what it may do there. */
export interface Caller {
  principal: Principal
  workspaceId?: string
  permissions: ReadonlySet<string>
  /** Unix milliseconds after which the credential ends; absent for API keys. */
  expiresAt?: number
}

type Ask = (contract: { timeoutMs: number }) => RequestContext
interface Membership {
  workspaceId: string
  permissions: readonly string[]
}

/** What is known of a key, and where it may be used from. */
type KnownKey = Output<typeof ResolveApiKey> & { isAllowed: (address: string) => boolean }

const MAX_ENTRIES = 10_000
/** How an API key begins; no token does. */
const API_KEY = /^lf_[a-z0-9]+_/

/** Turns credentials into callers; remembers for seconds what other services said, so that most requests ask nobody. */
export class Authenticator {
  private readonly strategy: AccessTokenStrategy
  private readonly tokens: TimedCache<AccessToken>
  private readonly sessions: TimedCache<boolean>
  private readonly memberships: TimedCache<Membership>
  private readonly apiKeys: TimedCache<KnownKey>

  constructor(
    private readonly messaging: Messaging,
    private readonly clock: Clock,
    private readonly ownContext: Ask,
  ) {
    const keys = new KeySet(() => messaging.call(GetJwks, {}, ownContext(GetJwks)), clock)
    this.strategy = new AccessTokenStrategy(keys, clock)
    const remember = { clock, maxEntries: MAX_ENTRIES }
    this.tokens = new TimedCache({ ...remember, ttlMs: 60_000 })
    this.sessions = new TimedCache({ ...remember, ttlMs: 15_000 })
    this.memberships = new TimedCache({ ...remember, ttlMs: 30_000 })
    this.apiKeys = new TimedCache({ ...remember, ttlMs: 30_000 })
  }

  /**
   * Who shows these credentials, and from which address.
   *
   * @throws Unauthenticated; WorkspaceNotFound for a workspace the caller does not belong to, which is all it learns
   */
  async authenticate(credentials: Credentials, address: string): Promise<Caller> {
    if (credentials.apiKey !== undefined) return this.byApiKey(credentials.apiKey, credentials.workspaceId, address)
    if (credentials.token !== undefined) return this.byToken(credentials.token, credentials.workspaceId)
    throw Unauthenticated({ reason: 'missing' })
  }

  private async byToken(token: string, workspaceId: string | undefined): Promise<Caller> {
    if (API_KEY.test(token)) throw Unauthenticated({ reason: 'api-key-as-token' })
    const { userId, sessionId, expiresAt } = await this.tokens.get(token, () => this.strategy.verify(token))
    // A remembered token may have expired since.
    if (expiresAt <= this.clock.now().getTime()) throw Unauthenticated({ reason: 'expired' })
    const [active, membership] = await Promise.all([
      this.isActive(sessionId),
      this.membership(userId, workspaceId).catch((error: unknown) => {
        // Somebody without a workspace can still sign out or read who they are.
        if (workspaceId === undefined && WorkspaceNotFound.is(error)) return undefined
        throw error
      }),
    ])
    if (!active) throw Unauthenticated({ reason: 'ended' })
    return {
      principal: { kind: 'user', id: userId, sessionId },
      permissions: new Set(membership?.permissions),
      ...(membership && { workspaceId: membership.workspaceId }),
      expiresAt,
    }
  }

  private async byApiKey(key: string, workspaceId: string | undefined, address: string): Promise<Caller> {
    if (key.length > 256) throw Unauthenticated()
    const hash = createHash('sha256').update(key).digest('base64')
    const found = await this.apiKeys.get(hash, () => this.resolve(key))
    // With every request: what is remembered of a key was asked for from another address, maybe.
    if (!found.isAllowed(address)) throw Unauthenticated({ reason: 'address' })
    if (workspaceId !== undefined && workspaceId !== found.workspaceId) throw WorkspaceNotFound()
    const membership = await this.membership(found.userId, found.workspaceId)
    const held = new Set(membership.permissions)
    return {
      principal: { kind: 'api-key', id: found.apiKeyId, userId: found.userId },
      workspaceId: found.workspaceId,
      permissions: new Set(found.permissions.filter((permission) => held.has(permission))),
    }
  }

  private async resolve(key: string): Promise<KnownKey> {
    const found = await this.messaging.call(ResolveApiKey, { key }, this.ownContext(ResolveApiKey))
    return { ...found, isAllowed: found.allow ? addressList(found.allow) : () => true }
  }

  private isActive(sessionId: string): Promise<boolean> {
    return this.sessions.get(sessionId, async () => {
      const { active } = await this.messaging.call(CheckSession, { sessionId }, this.ownContext(CheckSession))
      return active
    })
  }

  private membership(userId: string, workspaceId: string | undefined): Promise<Membership> {
    return this.memberships.get(`${userId} ${workspaceId ?? ''}`, () =>
      this.messaging.call(ResolveMembership, { userId, workspaceId }, this.ownContext(ResolveMembership)),
    )
  }
}
