import { Inject } from '@nestjs/common'
import { ListEmailTemplates, emailTemplateNames } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { builtInTemplates } from '../domain/template/built-in-templates.js'
import { summariseTemplate } from '../domain/template/view-template.js'

@Handles(ListEmailTemplates)
export class ListEmailTemplatesHandler {
  constructor(@Inject(TemplateStore) private readonly store: TemplateStore) {}

  async handle(
    _input: Input<typeof ListEmailTemplates>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListEmailTemplates>> {
    const own = await this.store.latest(ctx)
    return { items: emailTemplateNames.map((name) => summariseTemplate(builtInTemplates[name], own.get(name))) }
  }
}
