import { Inject, Injectable } from '@nestjs/common'
import type { OnModuleDestroy } from '@nestjs/common'
import { HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'

/**
 * Work that an answer does not wait for: so that its time tells nothing, and a mail service that is down refuses
 * nothing. What a crash loses, its user asks for again.
 */
@Injectable()
export class AfterAnswer implements OnModuleDestroy {
  private readonly pending = new Set<Promise<void>>()

  constructor(@Inject(HOST) private readonly host: Host) {}

  /** Never fails; a failure is logged under `what`. */
  run(what: string, work: () => Promise<unknown>): void {
    const done = work()
      .then(
        () => undefined,
        (err: unknown) => this.host.logger('auth').warn({ err }, `${what} failed`),
      )
      .finally(() => this.pending.delete(done))
    this.pending.add(done)
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.pending)
  }
}
