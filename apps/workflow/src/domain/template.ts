import type { TemplateParameter, TemplateSummary, TemplateView } from '@linkflow/contracts'
import type { DraftDefinition, NodeTypeCatalog } from '@linkflow/graph'
import { InputInvalid } from '@linkflow/kernel'

/** A drawing to begin with. */
export interface Template {
  id: string
  name: string
  description: string
  parameters: TemplateParameter[]
  definition: DraftDefinition
  /** Absent for those of the product. */
  createdAt?: Date
}

/**
 * The definition with the values filled in.
 *
 * @throws InputInvalid when a value is missing, or is for a parameter that is not there
 */
export function fillIn({ parameters, definition }: Template, given: Readonly<Record<string, string>>): DraftDefinition {
  const values = new Map(Object.entries(given))
  const known = new Set(parameters.map(({ name }) => name))
  const unknown = [...values.keys()].filter((name) => !known.has(name))
  const missing = parameters.filter((parameter) => parameter.default === undefined && !values.has(parameter.name))
  const errors = [
    ...unknown.map((name) => ({
      pointer: `/parameters/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      code: 'unknown-parameter',
      message: 'The template has no such parameter.',
    })),
    ...missing.map(({ name, label }) => ({
      pointer: `/parameters/${name}`,
      code: 'missing-parameter',
      message: `The template needs a value for: ${label}.`,
    })),
  ]
  if (errors.length > 0) throw InputInvalid({ errors })
  for (const parameter of parameters)
    if (!values.has(parameter.name)) values.set(parameter.name, parameter.default ?? '')
  const fill = (text: string) => text.replace(/<<([A-Za-z][A-Za-z0-9_]*)>>/g, (all, name) => values.get(name) ?? all)
  const nodes = definition.nodes.map((node) => ({
    ...node,
    parameters: JSON.parse(JSON.stringify(node.parameters), (_, value: unknown) =>
      typeof value === 'string' ? fill(value) : value,
    ) as Record<string, unknown>,
  }))
  return { ...definition, nodes }
}

export function toTemplateSummary(template: Template, catalog: NodeTypeCatalog): TemplateSummary {
  const { id, name, description, parameters, definition, createdAt } = template
  const credentials = definition.nodes.flatMap(({ id: nodeId, type, version }) =>
    (catalog.find(type, version)?.credentials ?? []).map(({ slot }) => ({ nodeId, slot })),
  )
  const own = createdAt === undefined ? { builtIn: true } : { builtIn: false, createdAt: createdAt.toISOString() }
  return { id, name, description, parameters, credentials, ...own }
}

export function toTemplateView(template: Template, catalog: NodeTypeCatalog): TemplateView {
  return { ...toTemplateSummary(template, catalog), ...template.definition }
}
