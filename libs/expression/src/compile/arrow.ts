import type { ArrowFunctionExpression } from 'acorn'
import { ExpressionNotAllowed } from '../problems.js'
import type { Evaluate } from '../runtime.js'
import { Fn } from '../values/fn.js'
import type { Compiler } from './compiler.js'
import { Locals } from './locals.js'
import { compilePattern } from './patterns.js'

/** Compiles `(a, { b }) => …`: an expression as body, values as parameters. */
export function arrowFunction(c: Compiler, node: ArrowFunctionExpression): Evaluate {
  if (node.async) c.refuse(node, ExpressionNotAllowed, 'An async function is not allowed.')
  if (node.body.type === 'BlockStatement')
    c.refuse(node.body, ExpressionNotAllowed, 'The body of a function must be an expression.')
  const outer = c.locals
  c.locals = new Locals(outer)
  const params = node.params.map((param) =>
    param.type === 'RestElement'
      ? { rest: true, bind: compilePattern(c, param.argument) }
      : { rest: false, bind: compilePattern(c, param) },
  )
  const body = c.compile(node.body)
  c.locals = outer
  return (_rt, frame) =>
    new Fn((rt, args) => {
      const at = rt.at
      rt.enter()
      const inner = { slots: [], parent: frame }
      for (let i = 0; i < params.length; i++) {
        const param = params[i]
        param?.bind(rt, inner, param.rest ? args.slice(i) : args[i])
      }
      const value = body(rt, inner)
      rt.leave()
      rt.at = at
      return value
    }, params.length)
}
