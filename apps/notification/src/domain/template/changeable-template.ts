import { EmailTemplateFixed } from '@linkflow/contracts'
import { builtInTemplate } from './built-in-templates.js'
import type { BuiltInTemplate } from './email-template.js'

/** @throws EmailTemplateNotFound; EmailTemplateFixed when no workspace may change it */
export function changeableTemplate(name: string): BuiltInTemplate {
  const template = builtInTemplate(name)
  if (template.fixed) throw EmailTemplateFixed({ template: name })
  return template
}
