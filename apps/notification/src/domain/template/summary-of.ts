import type { EmailVariables } from '@linkflow/contracts'
import type { BuiltInTemplate } from './email-template.js'
import { VariableError, renderEmail } from './render-email.js'

/** What a digest says of an e-mail; undefined when the e-mail cannot be filled in. */
export function summaryOf(
  template: BuiltInTemplate,
  variables: EmailVariables,
): { title: string; text: string; url: string } | undefined {
  try {
    const { subject, text } = renderEmail(template, variables)
    const link = template.variables.find(({ kind }) => kind === 'url')
    return { title: subject, text: text.split('\n')[0] ?? '', url: link ? String(variables[link.name] ?? '') : '' }
  } catch (error) {
    if (error instanceof VariableError) return undefined
    throw error
  }
}
