import type { EmailTemplateVersion, EmailTemplateView } from '@linkflow/contracts'
import type { z } from 'zod'
import type { EmailTemplateSummary } from '@linkflow/contracts'
import type { BuiltInTemplate } from './email-template.js'

/** A template as a list shows it. */
export function summariseTemplate(
  { name, fixed }: BuiltInTemplate,
  own: EmailTemplateVersion | undefined,
): z.infer<typeof EmailTemplateSummary> {
  return {
    name,
    version: own?.version ?? 0,
    source: own?.content ? 'workspace' : 'built-in',
    fixed,
    ...(own && own.version > 0 && { updatedAt: own.createdAt }),
  }
}

/** A template as it is used in a workspace. */
export function viewTemplate(builtIn: BuiltInTemplate, own: EmailTemplateVersion | undefined): EmailTemplateView {
  const { subject, text, html } = own?.content ?? builtIn
  return {
    ...summariseTemplate(builtIn, own),
    ...{ subject, text, html },
    variables: builtIn.variables.map(({ name, kind, fields }) => ({
      name,
      kind,
      ...(fields && { fields: [...fields] }),
    })),
  }
}
