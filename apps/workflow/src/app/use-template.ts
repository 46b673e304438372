import { Inject } from '@nestjs/common'
import { UseTemplate } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import { withCredentials } from '../domain/credentials.js'
import { assertLine, toRows } from '../domain/draft.js'
import { gallery } from '../domain/gallery.js'
import { fillIn } from '../domain/template.js'
import { newWorkflow, toView } from '../domain/workflow.js'

@Handles(UseTemplate)
export class UseTemplateHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(TemplateStore) private readonly templates: TemplateStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof UseTemplate>, ctx: RequestContext): Promise<Output<typeof UseTemplate>> {
    assertLine('/name', input.name)
    const { templateId } = input
    const template = gallery.find(({ id }) => id === templateId) ?? (await this.templates.get(ctx, templateId))
    const filled = fillIn(template, input.parameters)
    const draft = withCredentials(filled, input.credentials)
    const rows = toRows(draft)
    return this.store.transact(ctx, async (tx) => {
      const workflow = newWorkflow(newId(), input.name ?? template.name, this.clock.now())
      await tx.insert(workflow, rows)
      return toView(workflow, draft)
    })
  }
}
