import type { EmailVariables } from '@linkflow/contracts'
import type { TemplateVariable } from './email-template.js'

/** A value for every variable, to see what a template looks like. */
export function samplesOf(variables: readonly TemplateVariable[]): EmailVariables {
  return Object.fromEntries(
    variables.map(({ name, sample }) => [
      name,
      typeof sample === 'string' ? sample : sample.map((row) => ({ ...row })),
    ]),
  )
}
