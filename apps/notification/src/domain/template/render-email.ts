import type { EmailTemplateContent, EmailVariables } from '@linkflow/contracts'
import type { TemplateVariable } from './email-template.js'
import { escapeHtml } from './escape-html.js'
import { parseTemplate } from './parse-template.js'
import type { TemplatePart } from './parse-template.js'

/** A template cannot be filled in with these values: one is missing, or is not what it must be. */
export class VariableError extends Error {
  override readonly name = 'VariableError'

  constructor(
    readonly variable: string,
    message: string,
  ) {
    super(message)
  }
}

type Row = Record<string, string | number>
type Escape = (text: string) => string

/**
 * Fills a template in. Values are text: in HTML they are escaped, whatever they hold; in the subject nothing of them can
 * begin another header.
 *
 * @throws VariableError
 */
export function renderEmail(
  template: EmailTemplateContent & { variables: readonly TemplateVariable[] },
  values: EmailVariables,
): EmailTemplateContent {
  assertLinks(template.variables, values)
  const fill = (text: string, escape: Escape) => render(parseTemplate(text), values, {}, escape)
  return {
    subject: oneLine(fill(template.subject, (value) => value)).slice(0, 400),
    text: fill(template.text, (value) => value),
    html: fill(template.html, escapeHtml),
  }
}

/** Without line breaks and other control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

function render(parts: readonly TemplatePart[], values: EmailVariables, row: Row, escape: Escape): string {
  return parts
    .map((part) => {
      if (part.kind === 'literal') return part.text
      if (part.kind === 'list') {
        const rows = own(values, part.name)
        if (!Array.isArray(rows)) throw new VariableError(part.name, `The list "${part.name}" is missing.`)
        return rows.map((one) => render(part.parts, values, one, escape)).join('')
      }
      const value = own(row, part.name) ?? own(values, part.name)
      if (typeof value !== 'string' && typeof value !== 'number')
        throw new VariableError(part.name, `The variable "${part.name}" is missing.`)
      return escape(String(value))
    })
    .join('')
}

/** A link is the one place where escaping does not help: `javascript:` needs no special character. */
function assertLinks(variables: readonly TemplateVariable[], values: EmailVariables): void {
  for (const { name, kind } of variables) {
    const value = own(values, name)
    if (kind === 'url' && value !== undefined && !isLink(value))
      throw new VariableError(name, `The variable "${name}" is no link of http or https.`)
  }
}

function isLink(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

const own = <T>(values: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined
