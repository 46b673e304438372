import type { Scope } from '@linkflow/expression'
import type { Item, Json, JsonObject } from '@linkflow/kernel'
import { NodeError, pureNode } from './index.js'
import type { NodeResult } from './index.js'

export const items = (...jsons: JsonObject[]): Item[] => jsons.map((json) => ({ json }))

export const scopeOf =
  (input: Item[]) =>
  (index: number): Scope => ({
    index,
    input,
    ...(input[index] ? { item: input[index] } : {}),
    execution: { id: 'e1' },
    workflow: { id: 'w1' },
    nowMs: Date.UTC(2026, 0, 2),
    random: () => 0.5,
  })

/** Runs the newest version of a pure node on items at its first port, or on several ports. */
export function run(
  type: string,
  parameters: Record<string, unknown>,
  given: Item[] | Record<string, Item[]>,
): NodeResult {
  const node = pureNode(type, 1)
  if (!node) throw new Error(`${type} is not pure`)
  const inputs = Array.isArray(given) ? { main: given } : given
  return node.run({ parameters, inputs, scope: scopeOf(Object.values(inputs)[0] ?? []) })
}

/** The JSON of the items at a port. */
export const jsons = (result: NodeResult, port = 'main'): Json[] =>
  (result.outputs[port] ?? []).map((item) => item.json)

/** The error a node fails with. */
export function failing(work: () => unknown): NodeError {
  try {
    work()
  } catch (error) {
    if (error instanceof NodeError) return error
    throw error
  }
  throw new Error('It did not fail.')
}
