import type { Methods } from '../native.js'
import type { Kind } from '../values/kind.js'
import { arrayMethods } from './array.js'
import { dateMethods } from './date.js'
import { numberMethods } from './number.js'
import { booleanMethods, objectMethods } from './object.js'
import { regexMethods } from './regex.js'
import { stringMethods } from './string.js'

const tables: Partial<Record<Kind, Methods>> = {
  array: arrayMethods,
  boolean: booleanMethods,
  date: dateMethods,
  number: numberMethods,
  object: objectMethods,
  regex: regexMethods,
  string: stringMethods,
}

/** What can be called on a value of a type. */
export function methodsOf(kind: Kind): Methods | undefined {
  return tables[kind]
}
