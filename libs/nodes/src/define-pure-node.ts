import type { NodeTypeManifest } from '@linkflow/graph'
import type { z } from 'zod'
import { nodeErrorOf } from './node-error.js'
import type { NodeResult, PureInput, PureNode } from './node.js'
import { parseParameters } from './parameters.js'

/** One version's node, its parameters read and compiled. */
export type Run = (input: PureInput) => NodeResult

/**
 * A pure node whose parameters are compiled once per object, on first use, and let go with it.
 *
 * @param compile Given the parameters as the schema types them, templates unresolved.
 */
export function definePureNode<S extends z.ZodType>(node: {
  manifest: NodeTypeManifest
  parameters: S
  compile: (parameters: z.output<S>) => Run
}): PureNode {
  const compiled = new WeakMap<object, Run>()
  const compile = (parameters: Record<string, unknown>): Run => {
    const run = node.compile(parseParameters(node.parameters, parameters))
    compiled.set(parameters, run)
    return run
  }
  return {
    manifest: node.manifest,
    run(input) {
      try {
        return (compiled.get(input.parameters) ?? compile(input.parameters))(input)
      } catch (error) {
        throw nodeErrorOf(error)
      }
    },
  }
}
