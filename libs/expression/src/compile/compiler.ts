import type { Node } from 'acorn'
import type { ProblemType } from '@linkflow/kernel'
import { maxDepth } from '../limits.js'
import { ExpressionNotAllowed, ExpressionTooLarge } from '../problems.js'
import type { ExpressionParams } from '../problems.js'
import type { Evaluate } from '../runtime.js'
import { nodeTypes } from './node-types.js'
import type { Locals } from './locals.js'

/** What an expression reads, found while it is compiled. */
export interface Found {
  nodes: Set<string>
  roots: Set<string>
  dynamicNodes: boolean
}

/** Compiles the syntax tree of one expression to closures. What `nodeTypes` does not list is refused. */
export class Compiler {
  locals: Locals | undefined
  private depth = 0

  constructor(
    readonly template: string,
    readonly expression: string,
    readonly found: Found,
  ) {}

  /**
   * @param onSpine The node is the left end of its parent, as in a long `a + b + c` or `a.b.c`: it nests without
   * being hard to read, so it counts an eighth.
   */
  compile(node: Node, onSpine = false): Evaluate {
    const handler = Object.hasOwn(nodeTypes, node.type) ? nodeTypes[node.type] : undefined
    if (!handler) return this.refuse(node, ExpressionNotAllowed, `${describe(node.type)} is not allowed.`)
    return this.nest(node, onSpine ? 1 / 8 : 1, () => handler(this, node))
  }

  nest<T>(node: Node, levels: number, compile: () => T): T {
    this.depth += levels
    if (this.depth > maxDepth)
      this.refuse(node, ExpressionTooLarge, `The expression is nested more than ${maxDepth} deep.`)
    const result = compile()
    this.depth -= levels
    return result
  }

  sourceOf(node: Node): string {
    return this.template.slice(node.start, node.end)
  }

  refuse(node: Node, problem: ProblemType<ExpressionParams>, reason: string, subject = this.sourceOf(node)): never {
    throw problem({ expression: this.expression, position: node.start, reason, subject: shorten(subject) })
  }
}

/** `UpdateExpression` -> `An update expression` */
function describe(type: string): string {
  const words = type.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase()
  return `${/^[aeiou]/.test(words) ? 'An' : 'A'} ${words}`
}

const shorten = (source: string): string => (source.length > 200 ? `${source.slice(0, 200)}…` : source)
