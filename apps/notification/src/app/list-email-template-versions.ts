import { Inject } from '@nestjs/common'
import { ListEmailTemplateVersions } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { builtInTemplate } from '../domain/template/built-in-templates.js'

@Handles(ListEmailTemplateVersions)
export class ListEmailTemplateVersionsHandler {
  constructor(@Inject(TemplateStore) private readonly store: TemplateStore) {}

  async handle(
    input: Input<typeof ListEmailTemplateVersions>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListEmailTemplateVersions>> {
    return { items: await this.store.list(ctx, builtInTemplate(input.template).name) }
  }
}
