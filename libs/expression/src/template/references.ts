import { compileTemplate } from './compile-template.js'

/** What a template reads. */
export interface References {
  /** Nodes named in `$('Name')`, `$node.Name` and `$node['Name']`. */
  nodes: string[]
  /** Names of the scope, such as `$json`, and functions that depend on it, such as `$uuid`. `$` stands for `$('Name')`. */
  roots: string[]
  /** A node is found by a computed name: any node may be read. */
  dynamicNodes: boolean
}

/**
 * Lists what a template reads, in order of appearance.
 *
 * @throws what `compileTemplate` throws
 */
export function references(source: string): References {
  const { nodes, roots, dynamicNodes } = compileTemplate(source).found
  return { nodes: [...nodes], roots: [...roots], dynamicNodes }
}
