import { functionTable } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import { toNumber } from '../values/convert.js'

export const stringFunctions = functionTable({
  fromCharCode: (rt, args) => {
    rt.allocateText(args.length)
    return args.map((each) => String.fromCharCode(toNumber(rt, each))).join('')
  },
  fromCodePoint: (rt, args) => {
    rt.allocateText(2 * args.length)
    return args
      .map((each) => {
        const code = toNumber(rt, each)
        if (!Number.isInteger(code) || code < 0 || code > 0x10ffff)
          rt.fail(ExpressionInvalidArgument, 'It is not a code point.')
        return String.fromCodePoint(code)
      })
      .join('')
  },
})
