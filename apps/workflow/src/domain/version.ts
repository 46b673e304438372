import { createHash } from 'node:crypto'
import type { VersionSummary, VersionView } from '@linkflow/contracts'
import { WorkflowDefinition, normalize } from '@linkflow/graph'
import type { DraftDefinition, NodeTypeCatalog } from '@linkflow/graph'
import type { Principal } from '@linkflow/kernel'

/** A workflow as it was published: never changed, run by every execution that starts with it. */
export interface Version {
  /** Position in lists. */
  id: string
  workflowId: string
  version: number
  /** Name of the workflow at that time. */
  name: string
  /** JSON of the normalised definition. */
  document: string
  /** SHA-256 of name and document: equal for equal versions. */
  digest: string
  /** Of the draft it was made from. */
  revision: number
  note?: string
  publishedAt: Date
  publishedBy: string
}

/** What a valid draft becomes: everything it left unsaid is said. */
export function freeze(
  name: string,
  draft: DraftDefinition,
  catalog: NodeTypeCatalog,
): Pick<Version, 'name' | 'document' | 'digest'> {
  const definition = WorkflowDefinition.parse(normalize(draft, catalog))
  const document = JSON.stringify(definition)
  const digest = createHash('sha256').update(JSON.stringify(name)).update(document).digest('hex')
  return { name, document, digest }
}

export function definitionOf(version: Pick<Version, 'document'>): WorkflowDefinition {
  return JSON.parse(version.document) as WorkflowDefinition
}

/** Who published: the person, also behind an API key. */
export function publisherOf(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
    case 'service':
    case 'execution':
      return principal.id
    case 'api-key':
      return principal.userId
    case 'anonymous':
      return 'anonymous'
  }
}

export function toVersionSummary(version: Omit<Version, 'document'>): VersionSummary {
  const { workflowId, note, publishedAt, publishedBy } = version
  return {
    workflowId,
    version: version.version,
    ...(note === undefined ? {} : { note }),
    publishedAt: publishedAt.toISOString(),
    publishedBy,
  }
}

export function toVersionView(version: Version): VersionView {
  return { ...toVersionSummary(version), name: version.name, ...definitionOf(version) }
}
