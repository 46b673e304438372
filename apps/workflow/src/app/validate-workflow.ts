import { Inject } from '@nestjs/common'
import { ValidateWorkflow } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { NodeTypeCatalog } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { findingsOf, isError } from '../domain/findings.js'
import { CATALOG } from './catalog.js'
import { OutsideRules } from './outside-rules.js'

@Handles(ValidateWorkflow)
export class ValidateWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
    @Inject(OutsideRules) private readonly rules: OutsideRules,
  ) {}

  async handle(input: Input<typeof ValidateWorkflow>, ctx: RequestContext): Promise<Output<typeof ValidateWorkflow>> {
    const { draft } = await this.store.read(ctx, (reader) => reader.getDrafted(input.workflowId))
    const findings = findingsOf(draft, this.catalog, await this.rules.check(draft, ctx))
    return { valid: !findings.some(isError), findings }
  }
}
