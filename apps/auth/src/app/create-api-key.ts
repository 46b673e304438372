import { Inject } from '@nestjs/common'
import { CreateApiKey } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { InputInvalid, Unauthenticated, newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, CONFIG, Handles } from '@linkflow/service'
import { ApiKeyStore } from '../adapters/postgres/api-key-store.js'
import type { AuthConfig } from '../config.js'
import { createApiKey } from '../domain/api-key.js'
import { viewApiKey } from '../domain/api-key-view.js'
import type { ApiKey } from '../domain/api-key-view.js'
import { grantAddresses } from '../domain/grant-addresses.js'
import { grantPermissions } from '../domain/grant-permissions.js'
import { userIdOf } from '../domain/user-id-of.js'

@Handles(CreateApiKey)
export class CreateApiKeyHandler {
  constructor(
    @Inject(CONFIG) private readonly config: AuthConfig,
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof CreateApiKey>, ctx: RequestContext): Promise<Output<typeof CreateApiKey>> {
    const now = this.clock.now()
    const maker = await this.maker(ctx, now)
    const secret = createApiKey(this.config.LINKFLOW_ENVIRONMENT)
    const key: ApiKey = {
      id: newId(),
      userId: userIdOf(ctx),
      name: input.name,
      prefix: secret.prefix,
      permissions: grantPermissions(input.permissions, ctx.permissions),
      createdAt: now,
      expiresAt: earliest(expiryAsked(input.expiresAt, now), maker?.expiresAt),
      allow: grantAddresses(input.allow, maker?.allow),
    }
    await this.store.insert(ctx, key, secret.hash)
    return { ...viewApiKey(key), key: secret.key }
  }

  /** The key that this one is made with, which it neither outlives nor exceeds. */
  private async maker(ctx: RequestContext, now: Date): Promise<ApiKey | undefined> {
    if (ctx.principal.kind !== 'api-key') return undefined
    const maker = await this.store.findValid(ctx, ctx.principal.id, now)
    if (!maker) throw Unauthenticated()
    return maker
  }
}

function expiryAsked(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined
  const expiresAt = new Date(text)
  if (expiresAt > now) return expiresAt
  throw InputInvalid({
    errors: [{ pointer: '/expiresAt', code: 'not-future', message: 'Choose an instant in the future.' }],
  })
}

function earliest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? (a < b ? a : b) : (a ?? b)
}
