import { Inject } from '@nestjs/common'
import { PreviewEmailTemplate } from '@linkflow/contracts'
import type { EmailTemplateContent, Input } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { TemplateStore } from '../adapters/postgres/template-store.js'
import { builtInTemplate } from '../domain/template/built-in-templates.js'
import { checkTemplate } from '../domain/template/check-template.js'
import { VariableError, renderEmail } from '../domain/template/render-email.js'
import { samplesOf } from '../domain/template/samples.js'
import { viewTemplate } from '../domain/template/view-template.js'

@Handles(PreviewEmailTemplate)
export class PreviewEmailTemplateHandler {
  constructor(@Inject(TemplateStore) private readonly store: TemplateStore) {}

  async handle(input: Input<typeof PreviewEmailTemplate>, ctx: RequestContext): Promise<EmailTemplateContent> {
    const builtIn = builtInTemplate(input.template)
    const current = viewTemplate(builtIn, await this.store.find(ctx, builtIn.name))
    const { subject = current.subject, text = current.text, html = current.html } = input
    const content = { subject, text, html }
    checkTemplate(content, builtIn.variables)
    try {
      const values = { ...samplesOf(builtIn.variables), ...input.variables }
      return renderEmail({ ...content, variables: builtIn.variables }, values)
    } catch (error) {
      if (!(error instanceof VariableError)) throw error
      const { variable, message } = error
      throw InputInvalid({ errors: [{ pointer: `/variables/${variable}`, code: 'bad-variable', message }] })
    }
  }
}
