import { methodTable } from '../native.js'
import type { Runtime } from '../runtime.js'
import type { PlainObject } from '../values/kind.js'
import { toText } from '../values/convert.js'

/** Data may have members of these names: they are data, and what runs is this table. */
export const objectMethods = methodTable<PlainObject>({
  hasOwnProperty: (rt: Runtime, self: PlainObject, [key]: unknown[]) => Object.hasOwn(self, toText(rt, key)),
  toString: () => '[object Object]',
  valueOf: (_rt: Runtime, self: PlainObject) => self,
})

export const booleanMethods = methodTable<boolean>({
  toString: (_rt: Runtime, self: boolean) => String(self),
  valueOf: (_rt: Runtime, self: boolean) => self,
})
