import { functionTable } from '../native.js'
import { toInteger, toText } from '../values/convert.js'
import { parseJson, stringify } from '../values/json.js'

export const jsonFunctions = functionTable({
  parse: (rt, [source]) => parseJson(rt, toText(rt, source)),
  stringify: (rt, [value, _replacer, indent]) => stringify(rt, value, Math.min(10, Math.max(0, toInteger(rt, indent)))),
})
