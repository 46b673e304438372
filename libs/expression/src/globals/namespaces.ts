import type { Functions } from '../native.js'
import { functionTable } from '../native.js'
import { dateFunctions, dateTimeFunctions } from './date.js'
import { jsonFunctions } from './json.js'
import { mathConstants, mathFunctions } from './math.js'
import { numberConstants, numberFunctions } from './number.js'
import { objectFunctions } from './object.js'
import { stringFunctions } from './string.js'

/** A name that is only good for its members. */
export interface Namespace {
  constants: Readonly<Record<string, unknown>>
  functions: Functions
}

const arrayFunctions = functionTable({
  isArray: (_rt, [value]) => Array.isArray(value),
  of: (_rt, args) => args,
})

export const namespaces: ReadonlyMap<string, Namespace> = new Map([
  ['Array', { constants: {}, functions: arrayFunctions }],
  ['Date', { constants: {}, functions: dateFunctions }],
  ['DateTime', { constants: {}, functions: dateTimeFunctions }],
  ['JSON', { constants: {}, functions: jsonFunctions }],
  ['Math', { constants: mathConstants, functions: mathFunctions }],
  ['Number', { constants: numberConstants, functions: numberFunctions }],
  ['Object', { constants: {}, functions: objectFunctions }],
  ['String', { constants: {}, functions: stringFunctions }],
])
