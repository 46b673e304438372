import { Inject, Injectable } from '@nestjs/common'
import { FindCredentials } from '@linkflow/contracts'
import type { DraftDefinition, Finding } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { credentialReferences } from '../domain/credentials.js'

/** Which credentials a draft names that there are not: only the credential service knows. */
@Injectable()
export class CredentialRules {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /** Asks nobody when the draft names none. */
  async check(draft: DraftDefinition, ctx: RequestContext): Promise<Finding[]> {
    const references = credentialReferences(draft)
    if (references.length === 0) return []
    const ids = [...new Set(references.map(({ id }) => id))]
    const { items } = await this.messaging.call(FindCredentials, { ids }, ctx)
    const known = new Set(items.map(({ id }) => id))
    return references
      .filter(({ id }) => !known.has(id))
      .map(({ id, nodeId, pointer }) => ({
        code: 'credential-not-found',
        message: 'There is no such credential in this workspace.',
        nodeId,
        pointer,
        severity: 'error',
        params: { credentialId: id },
      }))
  }
}
