import { Inject } from '@nestjs/common'
import { DeleteTemplate, TemplateBuiltIn } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { gallery } from '../domain/gallery.js'

@Handles(DeleteTemplate)
export class DeleteTemplateHandler {
  constructor(@Inject(TemplateStore) private readonly templates: TemplateStore) {}

  async handle(
    { templateId }: Input<typeof DeleteTemplate>,
    ctx: RequestContext,
  ): Promise<Output<typeof DeleteTemplate>> {
    if (gallery.some(({ id }) => id === templateId)) throw TemplateBuiltIn()
    await this.templates.delete(ctx, templateId)
    return {}
  }
}
