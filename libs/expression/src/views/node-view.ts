import type { Item } from '@linkflow/kernel'
import { ExpressionUndefined } from '../problems.js'
import type { Runtime } from '../runtime.js'
import type { NodeView } from '../scope.js'
import { toText } from '../values/convert.js'
import { View } from '../values/view.js'

/** `$('Name')` and `$node['Name']`. Whether the node has run can be asked; anything else needs that it has. */
export function openNode(rt: Runtime, name: string): View {
  const node = rt.scope.node?.(name)
  const subject = `$('${name}')`
  const ran = (rt: Runtime): NodeView =>
    node ?? rt.fail(ExpressionUndefined, `The node ${name} does not exist or has not run.`, subject)
  const members: Record<string, (rt: Runtime) => unknown> = {
    isExecuted: () => node !== undefined,
    item: (rt) => pairedItem(ran(rt), rt.scope.index),
    json: (rt) => pairedItem(ran(rt), rt.scope.index)?.json,
    items: (rt) => ran(rt).items,
    length: (rt) => ran(rt).items.length,
    parameters: (rt) => ran(rt).parameters,
  }
  return new View(
    subject,
    (rt, key) => (Object.hasOwn(members, key) ? members[key]?.(rt) : undefined),
    {
      all: (rt, [port]) => itemsOf(rt, ran(rt), port),
      first: (rt, [port]) => itemsOf(rt, ran(rt), port)[0],
      last: (rt, [port]) => itemsOf(rt, ran(rt), port).at(-1),
    },
    (rt) => ({ json: pairedItem(ran(rt), rt.scope.index)?.json }),
  )
}

function pairedItem(node: NodeView, index: number): Item | undefined {
  return node.itemFor ? node.itemFor(index) : (node.items[index] ?? node.items[0])
}

function itemsOf(rt: Runtime, node: NodeView, port: unknown): Item[] {
  if (port === undefined) return node.items
  const name = toText(rt, port)
  return Object.hasOwn(node.outputs, name)
    ? (node.outputs[name] ?? [])
    : rt.fail(ExpressionUndefined, `The node has no output port ${name}.`, name)
}

/** `$node`: nodes by name, as members. */
export const nodesView = new View('$node', openNode, {}, () => undefined)
