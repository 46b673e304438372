import { Inject } from '@nestjs/common'
import { GetTemplate } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { NodeTypeCatalog } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { gallery } from '../domain/gallery.js'
import { toTemplateView } from '../domain/template.js'
import { CATALOG } from './catalog.js'

@Handles(GetTemplate)
export class GetTemplateHandler {
  constructor(
    @Inject(TemplateStore) private readonly templates: TemplateStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
  ) {}

  async handle({ templateId }: Input<typeof GetTemplate>, ctx: RequestContext): Promise<Output<typeof GetTemplate>> {
    const template = gallery.find(({ id }) => id === templateId) ?? (await this.templates.get(ctx, templateId))
    return toTemplateView(template, this.catalog)
  }
}
