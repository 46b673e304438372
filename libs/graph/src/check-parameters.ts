import { compiledParameters } from './compiled-parameters.js'
import type { Check } from './finding.js'
import { parameterErrors } from './parameter-errors.js'
import { MAX_DEPTH, scanParameters } from './scan-parameters.js'

const NOTHING: ReadonlySet<string> = new Set()

/** A node's parameters: depth, templates, and the schema of its type. Gives their size in bytes (see {@link scanParameters}). */
export function checkParameters(check: Check, index: number, budgetBytes: number): number {
  const { definition, report } = check
  const node = definition.nodes[index]
  if (!node) return 0
  const manifest = check.manifests[index]
  const compiled = manifest && compiledParameters(manifest)
  const literal = compiled?.literal ?? NOTHING
  const scan = scanParameters(node.parameters, literal, budgetBytes)
  const at = `/nodes/${index}/parameters`
  // A disabled node does not run: what it lacks keeps nobody from publishing.
  const found = { nodeId: node.id, severity: node.disabled ? ('warning' as const) : ('error' as const) }
  if (scan.tooDeep !== undefined) {
    report({
      code: 'too-deep',
      message: `Parameters may be nested at most ${MAX_DEPTH} levels deep.`,
      nodeId: node.id,
      pointer: at + scan.tooDeep,
      params: { limit: MAX_DEPTH },
    })
    return scan.bytes
  }
  if (scan.bytes > budgetBytes) return scan.bytes
  if (check.checkTemplate)
    for (const { pointer, text } of scan.templates) {
      const wrong = check.checkTemplate(text)
      if (!wrong) continue
      const params = { rule: wrong.code, ...(wrong.position === undefined ? {} : { position: wrong.position }) }
      report({ ...found, code: 'invalid-expression', message: wrong.message, pointer: at + pointer, params })
    }
  if (compiled?.validate === undefined) {
    if (manifest)
      report({
        ...found,
        code: 'broken-node-type',
        message: `The parameters of the node type ${node.type} have no usable schema.`,
        pointer: `/nodes/${index}/type`,
        params: { type: node.type, reason: compiled?.reason },
      })
    return scan.bytes
  }
  if (!compiled.validate(node.parameters)) {
    const templates = new Set(scan.templates.map((template) => template.pointer))
    for (const { code, message, pointer, rule } of parameterErrors(compiled.validate.errors ?? [], templates))
      report({ ...found, code, message, pointer: at + pointer, params: { rule } })
  }
  return scan.bytes
}
