export {
  ConcurrencySettings,
  ConnectionDefinition,
  DraftDefinition,
  NodeDefinition,
  NodeId,
  NodeSettings,
  OnError,
  RetrySettings,
  WorkflowDefinition,
  WorkflowSettings,
} from './definition.js'
export { CredentialSlot, DynamicOutputs, Effect, JsonSchema, NodeTypeManifest, Port, TypeConflict } from './manifest.js'
export { createCatalog } from './catalog.js'
export type { NodeTypeCatalog } from './catalog.js'
export { diff } from './diff.js'
export type { Change, DefinitionDiff } from './diff.js'
export { FINDING_CODES } from './finding.js'
export type { Finding, FindingCode, TemplateCheck } from './finding.js'
export { findCycles } from './find-cycles.js'
export { literalParameters } from './compiled-parameters.js'
export { normalize } from './normalize.js'
export { DEFAULT_PORT, ERROR_PORT, firstInput, firstOutput, hasInput, hasOutput } from './ports.js'
export { pointerOf } from './pointer.js'
export { validate } from './validate.js'
export type { ValidateOptions } from './validate.js'
