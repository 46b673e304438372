import { Inject } from '@nestjs/common'
import { ExportTooLarge, ExportWorkflows } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { credentialsOf } from '../domain/credentials.js'
import { MAX_DOCUMENT_BYTES, toDocument } from '../domain/export.js'
import { CredentialNames } from './credential-names.js'

/** Hints beyond these are left out. */
const MAX_NAMES = 100

@Handles(ExportWorkflows)
export class ExportWorkflowsHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CredentialNames) private readonly names: CredentialNames,
  ) {}

  async handle(
    { workflowIds }: Input<typeof ExportWorkflows>,
    ctx: RequestContext,
  ): Promise<Output<typeof ExportWorkflows>> {
    const drafted = await this.store.read(ctx, async (reader) => {
      const found = []
      for (const id of new Set(workflowIds)) found.push(await reader.getDrafted(id))
      return found
    })
    const ids = [...new Set(drafted.flatMap(({ draft }) => credentialsOf(draft)))]
    const names = await this.names.of(ctx, ids.slice(0, MAX_NAMES))
    const document = toDocument(drafted, names)
    if (Buffer.byteLength(JSON.stringify(document)) > MAX_DOCUMENT_BYTES) throw ExportTooLarge()
    return document
  }
}
