import { Inject, Injectable } from '@nestjs/common'
import { GetCredential } from '@linkflow/contracts'
import { Problem } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'

/** What the credentials of a workspace are called, as far as the caller may know. */
@Injectable()
export class CredentialNames {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /** Credential id -> name. A hint only: what cannot be found out is left out. */
  async of(ctx: RequestContext, ids: readonly string[]): Promise<Map<string, string>> {
    const found = await Promise.all(ids.map(async (id) => [id, await this.nameOf(ctx, id)] as const))
    return new Map(found.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])))
  }

  private async nameOf(ctx: RequestContext, credentialId: string): Promise<string | undefined> {
    try {
      return (await this.messaging.call(GetCredential, { credentialId }, ctx)).name
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }
}
