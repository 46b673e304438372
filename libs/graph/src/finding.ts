import type { NodeTypeCatalog } from './catalog.js'
import type { DraftDefinition } from './definition.js'
import type { NodeTypeManifest } from './manifest.js'

/** The codes of what can be wrong with a definition; a type's own conflict may add more. */
export const FINDING_CODES = [
  'invalid-definition',
  'invalid-time-zone',
  'too-many-nodes',
  'too-many-connections',
  'too-large',
  'too-deep',
  'duplicate-node-id',
  'duplicate-node-name',
  'unknown-node-type',
  'unknown-node-version',
  'broken-node-type',
  'missing-parameter',
  'invalid-parameter',
  'invalid-expression',
  'missing-credential',
  'unknown-credential-slot',
  'dangling-connection',
  'unknown-port',
  'duplicate-connection',
  'connection-into-trigger',
  'self-connection',
  'cycle',
  'no-trigger',
  'unreachable-node',
  'on-error-port-unused',
  'webhook-conflict',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** One thing wrong with a definition. */
export interface Finding {
  /** Decide on this, never on the message. */
  code: FindingCode | (string & {})
  /** For people, in English; `params` has what it is made of. */
  message: string
  nodeId?: string
  /** JSON pointer (RFC 6901) into the definition; the place where something missing belongs. */
  pointer: string
  /** Only errors keep a definition from being published. */
  severity: 'error' | 'warning'
  params?: Record<string, unknown>
}

/** What a check of a definition works on. */
export interface Check {
  readonly definition: DraftDefinition
  readonly catalog: NodeTypeCatalog
  /** By node index; undefined where type or version is unknown. */
  readonly manifests: readonly (NodeTypeManifest | undefined)[]
  /** Node id -> index of the first node called so. */
  readonly indexes: ReadonlyMap<string, number>
  readonly checkTemplate: TemplateCheck | undefined
  report(finding: Omit<Finding, 'severity'> & { severity?: Finding['severity'] }): void
}

/** Tells what is wrong with a text that contains `{{`; `position` counts UTF-16 units from 0. */
export type TemplateCheck = (text: string) => { code: string; message: string; position?: number } | undefined
