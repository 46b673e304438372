import type { EmailTemplateContent } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { InputError } from '@linkflow/kernel'
import type { TemplateVariable } from './email-template.js'
import { TemplateError, parseTemplate } from './parse-template.js'
import type { TemplatePart } from './parse-template.js'

const members = ['subject', 'text', 'html'] as const

/**
 * Makes sure that a template can be filled in: each fault with a pointer to the part of the template it is in.
 *
 * @throws InputInvalid
 */
export function checkTemplate(content: EmailTemplateContent, variables: readonly TemplateVariable[]): void {
  const errors = members.flatMap((member) => faultsOf(content[member], variables, member))
  if (/[\r\n]/.test(content.subject))
    errors.push({ pointer: '/subject', code: 'bad-subject', message: 'A subject is one line.' })
  if (errors.length > 0) throw InputInvalid({ errors })
}

function faultsOf(text: string, variables: readonly TemplateVariable[], member: string): InputError[] {
  const pointer = `/${member}`
  try {
    return unknownNames(parseTemplate(text), variables, undefined).map(({ name, at }) => ({
      pointer,
      code: 'unknown-variable',
      message: `There is no variable "${name}" here (line ${lineOf(text, at)}).`,
    }))
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return [{ pointer, code: 'bad-template', message: `${error.message} (line ${lineOf(text, error.at)})` }]
  }
}

function unknownNames(
  parts: readonly TemplatePart[],
  variables: readonly TemplateVariable[],
  list: TemplateVariable | undefined,
): { name: string; at: number }[] {
  return parts.flatMap((part) => {
    if (part.kind === 'literal') return []
    const variable = variables.find(
      ({ name, kind }) => name === part.name && (kind === 'list') === (part.kind === 'list'),
    )
    if (part.kind === 'list') return variable ? unknownNames(part.parts, variables, variable) : [part]
    return variable || list?.fields?.includes(part.name) ? [] : [part]
  })
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length
