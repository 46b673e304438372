import type { ErrorObject } from 'ajv/dist/2020.js'
import { segment } from './pointer.js'

/** Keywords that judge a value by what is inside of it. */
const STRUCTURAL = new Set([
  'not',
  'const',
  'enum',
  'contains',
  'uniqueItems',
  'unevaluatedProperties',
  'unevaluatedItems',
])

/**
 * Drops the errors (of Ajv with `allErrors` and `verbose`) that say nothing yet, because a template (`templates`: JSON pointers)
 * stands where the value will be, and those that only repeat others:
 *
 * - an error at a template; of `not`, `contains`, … around a template;
 * - of `anyOf` and `oneOf`: everything, when some alternative fails at templates only; else the alternatives that are clearly
 *   not meant (another type or constant), when that leaves one; else the alternatives' errors, in favour of their parent's;
 * - of `if`: the parent's error always, and its branch's when the condition reads a template.
 *
 * It errs on the side of silence: parameters are checked again when the templates have become values.
 */
export function pruneErrors(errors: readonly ErrorObject[], templates: ReadonlySet<string>): ErrorObject[] {
  const dropped = new Set<ErrorObject>()
  const drop = (unwanted: readonly ErrorObject[]) => unwanted.forEach((error) => dropped.add(error))
  const open = (path: string) =>
    templates.has(path) || [...templates].some((template) => template.startsWith(`${path}/`))

  const pruneAlternatives = (parent: ErrorObject, index: number): void => {
    const inside = innerErrors(errors, index, [`${parent.schemaPath}/`])
    const all = [...inside.direct, ...inside.referenced]
    const alternatives = alternativesOf(parent, inside.direct)
    const hopeful = alternatives.some((alternative) => alternative.every((error) => dropped.has(error)))
    const unclear = inside.referenced.length > 0 || all.length === 0
    if (hopeful || (unclear && open(parent.instancePath))) return drop([...all, parent])
    if (unclear) return
    const meant = alternatives.filter((alternative) => !alternative.some((error) => isOtherKind(parent, error)))
    if (meant.length === 1) drop([...all.filter((error) => !meant[0]?.includes(error)), parent])
    else drop(all)
  }
  const pruneCondition = (parent: ErrorObject, index: number): void => {
    const base = parent.schemaPath.slice(0, -'if'.length)
    const inside = innerErrors(errors, index, [`${base}then/`, `${base}else/`])
    if (conditionPaths(parent).some(open)) drop([...inside.direct, ...inside.referenced])
    drop([parent])
  }

  errors.forEach((error, index) => {
    const { keyword, instancePath } = error
    if (templates.has(instancePath)) dropped.add(error)
    else if (keyword === 'anyOf' || keyword === 'oneOf') pruneAlternatives(error, index)
    else if (keyword === 'if') pruneCondition(error, index)
    else if (STRUCTURAL.has(keyword) && open(instancePath)) dropped.add(error)
  })
  return errors.filter((error) => !dropped.has(error))
}

/**
 * The errors Ajv gave on the way to the one at `index`, which follows them: those under the given schema paths, and those that a
 * `$ref` led elsewhere, which might be among them.
 */
function innerErrors(errors: readonly ErrorObject[], index: number, prefixes: readonly string[]) {
  const { instancePath, schemaPath } = errors[index] as ErrorObject
  const base = schemaPath.slice(0, schemaPath.lastIndexOf('/') + 1)
  const inside = errors
    .slice(0, index)
    .filter((error) => error.instancePath === instancePath || error.instancePath.startsWith(`${instancePath}/`))
  return {
    direct: inside.filter((error) => prefixes.some((prefix) => error.schemaPath.startsWith(prefix))),
    referenced: inside.filter((error) => !error.schemaPath.startsWith(base)),
  }
}

/** The errors of each failed alternative. */
function alternativesOf(parent: ErrorObject, errors: readonly ErrorObject[]): ErrorObject[][] {
  const groups = new Map<string, ErrorObject[]>()
  for (const error of errors) {
    const name = error.schemaPath.slice(parent.schemaPath.length + 1).split('/', 1)[0] ?? ''
    groups.set(name, [...(groups.get(name) ?? []), error])
  }
  return [...groups.values()]
}

function isOtherKind(parent: ErrorObject, { keyword, instancePath }: ErrorObject): boolean {
  return keyword === 'const' || keyword === 'enum' || (keyword === 'type' && instancePath === parent.instancePath)
}

/** The places an `if` reads: the properties it names, or all of the value when it is written in another way. */
function conditionPaths({ instancePath, parentSchema }: ErrorObject): string[] {
  const condition: unknown = parentSchema?.if
  const properties =
    typeof condition === 'object' && condition !== null && 'properties' in condition && condition.properties
  if (typeof properties !== 'object' || properties === null) return [instancePath]
  return Object.keys(properties).map((key) => `${instancePath}/${segment(key)}`)
}
