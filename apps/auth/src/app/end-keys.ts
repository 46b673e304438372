import { Inject, Injectable } from '@nestjs/common'
import { MemberRemoved } from '@linkflow/contracts'
import type { EventData } from '@linkflow/contracts'
import type { Clock } from '@linkflow/kernel'
import type { Transaction } from '@linkflow/postgres'
import { CLOCK, Listens } from '@linkflow/service'
import type { EventInfo } from '@linkflow/service'
import { ApiKeyStore } from '../adapters/postgres/api-key-store.js'

/** Revokes the keys of who is a member no longer; otherwise they would work again if that person came back. */
@Injectable()
@Listens(MemberRemoved, 'end-keys')
export class EndKeys {
  constructor(
    @Inject(ApiKeyStore) private readonly store: ApiKeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whoever came back before we heard of it keeps what they made since. */
  on({ userId, removedAt }: EventData<typeof MemberRemoved>, _info: EventInfo, tx: Transaction): Promise<void> {
    return this.store.revokeAllOf(tx, userId, new Date(removedAt), this.clock.now())
  }
}
