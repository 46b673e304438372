import { Inject } from '@nestjs/common'
import { ListTemplates } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { NodeTypeCatalog } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { templatePosition, toTemplatePage } from '../domain/template-page.js'
import { CATALOG } from './catalog.js'

@Handles(ListTemplates)
export class ListTemplatesHandler {
  constructor(
    @Inject(TemplateStore) private readonly templates: TemplateStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
  ) {}

  async handle(
    { cursor, limit }: Input<typeof ListTemplates>,
    ctx: RequestContext,
  ): Promise<Output<typeof ListTemplates>> {
    const position = templatePosition(cursor)
    const own = await this.templates.list(ctx, position.after, limit + 1)
    return toTemplatePage(position, own, limit, this.catalog)
  }
}
