import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { NodeTypeManifest } from './manifest.js'

export interface CompiledParameters {
  /** Undefined when the manifest's schema is broken. */
  validate: ValidateFunction | undefined
  /** Why the schema is broken. */
  reason?: string
  /** Top-level parameters in which `{{` has no meaning. */
  literal: ReadonlySet<string>
}

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true, addUsedSchema: false, logger: false })
addFormats.default(ajv)

const compiled = new WeakMap<NodeTypeManifest, CompiledParameters>()

/** The compiled schema of a manifest's parameters: made on first use, kept as long as the manifest. */
export function compiledParameters(manifest: NodeTypeManifest): CompiledParameters {
  let entry = compiled.get(manifest)
  if (!entry) compiled.set(manifest, (entry = compile(manifest)))
  return entry
}

function compile(manifest: NodeTypeManifest): CompiledParameters {
  const literal = literalParameters(manifest)
  try {
    return { validate: ajv.compile(manifest.parameters), literal }
  } catch (error) {
    return { validate: undefined, reason: error instanceof Error ? error.message : String(error), literal }
  } finally {
    // Ajv would hold every schema for ever; ours live as long as their manifest.
    ajv.removeSchema(manifest.parameters)
  }
}

/**
 * Names of the top-level parameters whose schema says `"x-ui": { "expression": false }`: texts such as program code, in which
 * `{{` means nothing to us. Whoever evaluates a node's templates leaves them alone.
 */
export function literalParameters(manifest: NodeTypeManifest): ReadonlySet<string> {
  const names = new Set<string>()
  const properties = manifest.parameters.properties
  if (!isObject(properties)) return names
  for (const [name, schema] of Object.entries(properties)) {
    const ui = isObject(schema) ? schema['x-ui'] : undefined
    if (isObject(ui) && ui.expression === false) names.add(name)
  }
  return names
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
