import { Inject } from '@nestjs/common'
import { RestoreEmailTemplate } from '@linkflow/contracts'
import type { EmailTemplateView, Input } from '@linkflow/contracts'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { placeOf } from '../domain/own-place.js'
import { changeableTemplate } from '../domain/template/changeable-template.js'
import { viewTemplate } from '../domain/template/view-template.js'

@Handles(RestoreEmailTemplate)
export class RestoreEmailTemplateHandler {
  constructor(
    @Inject(TemplateStore) private readonly store: TemplateStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(input: Input<typeof RestoreEmailTemplate>, ctx: RequestContext): Promise<EmailTemplateView> {
    const place = placeOf(ctx)
    const builtIn = changeableTemplate(input.template)
    const version = { createdBy: place.userId, now: this.clock.now() }
    return viewTemplate(builtIn, await this.store.add(place, builtIn.name, version))
  }
}
