import { DEFINITION_BYTES, EXPORT_FORMAT } from '@linkflow/contracts'
import type { ExportDocument } from '@linkflow/contracts'
import { credentialsOf } from './credentials.js'
import type { DraftedWorkflow } from './workflow.js'

/** Largest document: it must fit into one answer, and into one request to import it. */
export const MAX_DOCUMENT_BYTES = DEFINITION_BYTES - 64 * 1024

/** Drafts to take elsewhere, with what their credentials are called as far as that is known. */
export function toDocument(
  workflows: readonly DraftedWorkflow[],
  credentialNames: ReadonlyMap<string, string>,
): ExportDocument {
  return {
    format: EXPORT_FORMAT,
    workflows: workflows.map(({ name, tags, draft }) => {
      const hints = credentialsOf(draft).flatMap((id) => {
        const hint = credentialNames.get(id)
        return hint === undefined ? [] : [[id, hint] as const]
      })
      return {
        name,
        ...(tags.length === 0 ? {} : { tags }),
        ...draft,
        ...(hints.length === 0 ? {} : { credentialNames: Object.fromEntries(hints) }),
      }
    }),
  }
}
