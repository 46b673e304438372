import { checkTemplate } from '@linkflow/expression'
import { validate } from '@linkflow/graph'
import type { DraftDefinition, Finding, NodeTypeCatalog } from '@linkflow/graph'
import { codeFindings } from './code.js'
import { respondFindings } from './respond.js'
import { triggerFindings } from './triggers.js'

/** Most findings told at once; an answer is one message. */
const MAX_FINDINGS = 500

/**
 * Everything wrong with a draft, errors before warnings where there are too many to tell.
 *
 * @param outside What other services say about it.
 */
export function findingsOf(
  draft: DraftDefinition,
  catalog: NodeTypeCatalog,
  outside: readonly Finding[] = [],
): Finding[] {
  const found = validate(draft, catalog, { checkTemplate })
  const known = new Set(found.map(({ pointer }) => pointer))
  const findings = [
    ...found,
    ...[...triggerFindings(draft), ...codeFindings(draft), ...respondFindings(draft), ...outside].filter(
      ({ pointer }) => !known.has(pointer),
    ),
  ]
  if (findings.length <= MAX_FINDINGS) return findings
  const shown = [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))].slice(0, MAX_FINDINGS)
  const left = findings.length - shown.length
  return [
    ...shown,
    {
      code: 'more-findings',
      message: `${left} more findings are not shown.`,
      pointer: '',
      severity: 'warning',
      params: { count: left },
    },
  ]
}

/** Errors keep a draft from being published; warnings do not. */
export function isError({ severity }: Finding): boolean {
  return severity === 'error'
}
