import { Inject } from '@nestjs/common'
import { CreateTemplate } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { NodeTypeCatalog } from '@linkflow/graph'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { mapCredentials } from '../domain/credentials.js'
import { assertLine } from '../domain/draft.js'
import { toTemplateView } from '../domain/template.js'
import { CATALOG } from './catalog.js'

@Handles(CreateTemplate)
export class CreateTemplateHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(TemplateStore) private readonly templates: TemplateStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof CreateTemplate>, ctx: RequestContext): Promise<Output<typeof CreateTemplate>> {
    assertLine('/name', input.name)
    assertLine('/description', input.description.replaceAll('\n', ' '))
    const { draft } = await this.store.read(ctx, (reader) => reader.getDrafted(input.workflowId))
    const { name, description, parameters } = input
    const definition = mapCredentials(draft, () => undefined)
    const template = { id: newId(), name, description, parameters, definition, createdAt: this.clock.now() }
    return this.templates.insert(ctx, template, (kept) => toTemplateView(kept, this.catalog))
  }
}
