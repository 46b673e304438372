/**
 * One cycle of each strongly connected component that has any, as node indices in the order of the walk; empty for a DAG.
 *
 * Components by R. Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM J. Comput. 1 (1972), without recursion.
 * Time and memory are linear in nodes and edges. Edges from a node to itself are not looked at.
 */
export function findCycles(successors: readonly (readonly number[])[]): number[][] {
  return components(successors)
    .filter((component) => component.length > 1)
    .map((component) => cycleIn(component, successors))
    .sort(([a = 0], [b = 0]) => a - b)
}

function components(successors: readonly (readonly number[])[]): number[][] {
  const order = new Int32Array(successors.length).fill(-1)
  const lowest = new Int32Array(successors.length)
  const next = new Int32Array(successors.length)
  const open = new Uint8Array(successors.length)
  const stack: number[] = []
  const found: number[][] = []
  let count = 0

  for (let root = 0; root < successors.length; root += 1) {
    if (order[root] !== -1) continue
    const path = [root]
    while (path.length > 0) {
      const node = path[path.length - 1] as number
      if (order[node] === -1) {
        order[node] = lowest[node] = count++
        open[node] = 1
        stack.push(node)
      }
      const target = successors[node]?.[next[node] as number]
      if (target !== undefined) {
        next[node] = (next[node] as number) + 1
        if (order[target] === -1) path.push(target)
        else if (open[target]) lowest[node] = Math.min(lowest[node] as number, order[target] as number)
        continue
      }
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] as number, lowest[node] as number)
      if (lowest[node] !== order[node]) continue
      const component = stack.splice(stack.lastIndexOf(node))
      for (const member of component) open[member] = 0
      found.push(component)
    }
  }
  return found
}

/** Inside a component every node has a successor inside: walking on must come back. */
function cycleIn(component: readonly number[], successors: readonly (readonly number[])[]): number[] {
  const members = new Set(component)
  const walked = new Map<number, number>()
  const walk: number[] = []
  let node = Math.min(...component)
  while (!walked.has(node)) {
    walked.set(node, walk.length)
    walk.push(node)
    node = successors[node]?.find((next) => members.has(next)) ?? node
  }
  const cycle = walk.slice(walked.get(node))
  const start = cycle.indexOf(Math.min(...cycle))
  return [...cycle.slice(start), ...cycle.slice(0, start)]
}
