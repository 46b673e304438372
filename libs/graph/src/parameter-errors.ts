import type { ErrorObject } from 'ajv/dist/2020.js'
import { pruneErrors } from './prune-errors.js'
import { segment } from './pointer.js'

export interface ParameterError {
  code: 'missing-parameter' | 'invalid-parameter'
  message: string
  /** JSON pointer into the parameters. */
  pointer: string
  /** The keyword of JSON Schema that is not met. */
  rule: string
}

/** What the schema's errors tell a person, without those that templates may still put right (see {@link pruneErrors}). */
export function parameterErrors(errors: readonly ErrorObject[], templates: ReadonlySet<string>): ParameterError[] {
  const seen = new Set<string>()
  return pruneErrors(errors, templates)
    .map(describe)
    .filter(({ code, pointer, message }) => {
      const key = `${code} ${pointer} ${message}`
      return !seen.has(key) && seen.add(key)
    })
}

function describe({ keyword, instancePath, params, message = 'is not valid' }: ErrorObject): ParameterError {
  const at = (key: unknown) => `${instancePath}/${segment(String(key))}`
  const invalid = { code: 'invalid-parameter', rule: keyword, pointer: instancePath } as const
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return { code: 'missing-parameter', message: 'is required', pointer: at(params.missingProperty), rule: keyword }
    case 'additionalProperties':
      return { ...invalid, message: 'is not a parameter here', pointer: at(params.additionalProperty) }
    case 'unevaluatedProperties':
      return { ...invalid, message: 'is not a parameter here', pointer: at(params.unevaluatedProperty) }
    case 'propertyNames':
      return { ...invalid, message: 'has a name that is not allowed', pointer: at(params.propertyName) }
    case 'enum':
      return { ...invalid, message: `must be one of ${JSON.stringify(params.allowedValues)}` }
    case 'const':
      return { ...invalid, message: `must be ${JSON.stringify(params.allowedValue)}` }
    default:
      return { ...invalid, message }
  }
}
