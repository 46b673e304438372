import { Inject } from '@nestjs/common'
import { GetEmailTemplate } from '@linkflow/contracts'
import type { EmailTemplateView, Input } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { builtInTemplate } from '../domain/template/built-in-templates.js'
import { viewTemplate } from '../domain/template/view-template.js'

@Handles(GetEmailTemplate)
export class GetEmailTemplateHandler {
  constructor(@Inject(TemplateStore) private readonly store: TemplateStore) {}

  async handle(input: Input<typeof GetEmailTemplate>, ctx: RequestContext): Promise<EmailTemplateView> {
    const builtIn = builtInTemplate(input.template)
    return viewTemplate(builtIn, await this.store.find(ctx, builtIn.name))
  }
}
