import type { EmailVariables } from '@linkflow/contracts'
import type { TemplateVariable } from './email-template.js'

/** A value for every variable that a message may lack. */
export function fallbacksOf(variables: readonly TemplateVariable[]): EmailVariables {
  return Object.fromEntries(
    variables.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]])),
  )
}
