import type { NodeTypeCatalog } from './catalog.js'
import { checkConnections } from './check-connections.js'
import { checkGraph } from './check-graph.js'
import { checkNodes } from './check-nodes.js'
import { checkWorkflow } from './check-workflow.js'
import type { DraftDefinition } from './definition.js'
import type { Check, Finding, TemplateCheck } from './finding.js'

export interface ValidateOptions {
  /** Checks `{{ … }}` templates in parameters; without it they are taken as they are. */
  checkTemplate?: TemplateCheck
}

/**
 * Everything wrong with a definition, at once, in an order that depends on the definition alone. Never throws on a
 * {@link DraftDefinition}; takes time linear in its size.
 */
export function validate(
  definition: DraftDefinition,
  catalog: NodeTypeCatalog,
  options: ValidateOptions = {},
): Finding[] {
  const findings: Finding[] = []
  const indexes = new Map<string, number>()
  definition.nodes.forEach((node, index) => {
    if (!indexes.has(node.id)) indexes.set(node.id, index)
  })
  const check: Check = {
    definition,
    catalog,
    manifests: definition.nodes.map((node) => catalog.find(node.type, node.version)),
    indexes,
    checkTemplate: options.checkTemplate,
    report: ({ severity = 'error', ...finding }) => findings.push({ ...finding, severity }),
  }
  checkWorkflow(check)
  checkNodes(check)
  checkConnections(check)
  checkGraph(check)
  return findings
}
