import { z } from 'zod'

type AnySchema = z.core.$ZodType
interface Definition {
  type: string
  [member: string]: unknown
}

/** Members of a schema's definition that hold schemas, by its type. What is absent here holds none. */
const inner: Readonly<Record<string, readonly string[]>> = {
  optional: ['innerType'],
  nullable: ['innerType'],
  default: ['innerType'],
  prefault: ['innerType'],
  nonoptional: ['innerType'],
  readonly: ['innerType'],
  catch: ['innerType'],
  array: ['element'],
  record: ['valueType'],
  map: ['valueType'],
  pipe: ['in', 'out'],
  union: ['options'],
  tuple: ['items', 'rest'],
}

/**
 * A copy of a schema in which objects refuse members they do not know, at every depth; objects that are open by
 * declaration stay open. Services read with the contract's own schema and ignore such members: strict at the edge,
 * tolerant inside. Intersections stay as they are, since each half would refuse the other's members.
 */
export function strictSchema(schema: z.ZodType): z.ZodType {
  return strict(schema, new Map()) as z.ZodType
}

function strict(schema: AnySchema, seen: Map<AnySchema, AnySchema>): AnySchema {
  const known = seen.get(schema)
  if (known) return known
  const definition = schema._zod.def as unknown as Definition
  if (definition.type === 'lazy') {
    const lazy = z.lazy(() => strict((definition.getter as () => AnySchema)(), seen) as z.ZodType)
    seen.set(schema, lazy)
    return lazy
  }
  if (definition.type === 'object') return strictObject(schema, definition, seen)
  const members = inner[definition.type]
  if (!members) return schema
  const copy = rebuild(schema, Object.fromEntries(members.map((name) => [name, strictMember(definition[name], seen)])))
  seen.set(schema, copy)
  return copy
}

function strictObject(schema: AnySchema, definition: Definition, seen: Map<AnySchema, AnySchema>): AnySchema {
  const shape: Record<string, AnySchema> = {}
  const copy = rebuild(schema, { shape, catchall: definition.catchall ?? z.never() })
  // Known before its members are visited: a schema may contain itself.
  seen.set(schema, copy)
  for (const [name, member] of Object.entries(definition.shape as Record<string, AnySchema>))
    shape[name] = strict(member, seen)
  return copy
}

function strictMember(member: unknown, seen: Map<AnySchema, AnySchema>): unknown {
  if (Array.isArray(member)) return member.map((one: AnySchema) => strict(one, seen))
  return member ? strict(member as AnySchema, seen) : member
}

/** The same schema, checks included, with other parts. */
function rebuild(schema: AnySchema, parts: Record<string, unknown>): AnySchema {
  return z.core.clone(schema, { ...schema._zod.def, ...parts } as never)
}
