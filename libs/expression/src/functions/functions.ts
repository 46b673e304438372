import { functionTable } from '../native.js'
import type { Functions } from '../native.js'
import { parseFloatOf, parseIntOf } from '../globals/number.js'
import { toNumber, toText } from '../values/convert.js'
import { arrayFunctions } from './array.js'
import { dateFunctions } from './date.js'
import { encodingFunctions } from './encoding.js'
import { numberFunctions } from './number.js'
import { objectFunctions } from './object.js'
import { randomFunctions } from './random.js'
import { stringFunctions } from './string.js'
import { typeFunctions } from './type.js'
import { uriDecode, uriEncode } from './uri.js'

const languageFunctions = functionTable({
  Boolean: (_rt, [value]) => Boolean(value),
  Number: (rt, args) => (args.length ? toNumber(rt, args[0]) : 0),
  String: (rt, args) => (args.length ? toText(rt, args[0]) : ''),
  decodeURIComponent: (rt, [value]) => uriDecode(rt, toText(rt, value)),
  encodeURIComponent: (rt, [value]) => uriEncode(rt, toText(rt, value)),
  isFinite: (rt, [value]) => Number.isFinite(toNumber(rt, value)),
  isNaN: (rt, [value]) => Number.isNaN(toNumber(rt, value)),
  parseFloat: parseFloatOf,
  parseInt: parseIntOf,
})

/** Every function that can be called by its name. `$` and `$if` are the compiler's own. */
export const functions: Functions = new Map([
  ...languageFunctions,
  ...arrayFunctions,
  ...dateFunctions,
  ...encodingFunctions,
  ...numberFunctions,
  ...objectFunctions,
  ...randomFunctions,
  ...stringFunctions,
  ...typeFunctions,
])

/** Functions whose result depends on the scope and not on their arguments alone. */
export const scopeFunctions: ReadonlySet<string> = new Set(['$now', '$today', '$timestamp', ...randomFunctions.keys()])
