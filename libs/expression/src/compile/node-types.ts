import type { AnyNode, Node } from 'acorn'
import type { Evaluate } from '../runtime.js'
import { callExpression, newExpression } from './calls.js'
import type { Compiler } from './compiler.js'
import { identifier } from './identifiers.js'
import { arrayExpression, literal, objectExpression, parenthesized, templateLiteral } from './literals.js'
import { chainExpression, memberExpression } from './members.js'
import { binaryExpression, conditionalExpression, logicalExpression, unaryExpression } from './operators.js'

type NodeOf<T extends AnyNode['type']> = Extract<AnyNode, { type: T }>
type Handlers = { [T in AnyNode['type']]?: (c: Compiler, node: NodeOf<T>) => Evaluate }

/** The grammar: every kind of syntax an expression may use. Arrow functions are handled where they may stand. */
const handlers: Handlers = {
  ArrayExpression: arrayExpression,
  BinaryExpression: binaryExpression,
  CallExpression: callExpression,
  ChainExpression: chainExpression,
  ConditionalExpression: conditionalExpression,
  Identifier: identifier,
  Literal: literal,
  LogicalExpression: logicalExpression,
  MemberExpression: memberExpression,
  NewExpression: newExpression,
  ObjectExpression: objectExpression,
  ParenthesizedExpression: parenthesized,
  TemplateLiteral: templateLiteral,
  UnaryExpression: unaryExpression,
}

// The tag of a node selects its handler, which the type system cannot follow through a table.
export const nodeTypes = handlers as Record<string, (c: Compiler, node: Node) => Evaluate>
