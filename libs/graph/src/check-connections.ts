import type { Check } from './finding.js'
import { DEFAULT_PORT, ERROR_PORT, hasInput, hasOutput } from './ports.js'

/** Each connection: its ends, its ports, and whether it is there once. */
export function checkConnections(check: Check): void {
  const { definition, manifests, indexes, report } = check
  const seen = new Set<string>()
  definition.connections.forEach((connection, index) => {
    const { source, target, sourcePort = DEFAULT_PORT, targetPort = DEFAULT_PORT } = connection
    const at = `/connections/${index}`
    for (const [end, nodeId] of [
      ['source', source],
      ['target', target],
    ] as const)
      if (!indexes.has(nodeId))
        report({
          code: 'dangling-connection',
          message: `There is no node ${JSON.stringify(nodeId)}.`,
          pointer: `${at}/${end}`,
          params: { [end]: nodeId },
        })
    const key = JSON.stringify([source, sourcePort, target, targetPort])
    if (seen.has(key))
      report({
        code: 'duplicate-connection',
        message: 'The same connection is there already.',
        nodeId: source,
        pointer: at,
        params: { source, sourcePort, target, targetPort },
      })
    seen.add(key)
    if (source === target)
      report({
        code: 'self-connection',
        message: 'A node cannot be connected to itself.',
        nodeId: source,
        pointer: at,
      })
    checkSource(check, index, sourcePort)
    const targetManifest = manifests[indexes.get(target) ?? -1]
    if (targetManifest?.trigger)
      report({
        code: 'connection-into-trigger',
        message: 'A trigger starts executions: nothing leads into it.',
        nodeId: target,
        pointer: `${at}/target`,
        params: { source },
      })
    else if (targetManifest && !hasInput(targetManifest, targetPort))
      report({
        code: 'unknown-port',
        message: `The node has no input ${JSON.stringify(targetPort)}.`,
        nodeId: target,
        pointer: `${at}/targetPort`,
        params: { port: targetPort, inputs: targetManifest.inputs.map((port) => port.name) },
      })
  })
}

function checkSource({ definition, manifests, indexes, report }: Check, index: number, port: string): void {
  const sourceIndex = indexes.get(definition.connections[index]?.source ?? '') ?? -1
  const node = definition.nodes[sourceIndex]
  const manifest = manifests[sourceIndex]
  if (!node || !manifest) return
  const exists = hasOutput(manifest, node.parameters, port)
  const declared = manifest.outputs.some((output) => output.name === port)
  if (exists && (port !== ERROR_PORT || declared || node.settings?.onError === 'error-output')) return
  report({
    code: 'unknown-port',
    message: exists
      ? 'The output "error" is there only while the node\'s onError is error-output.'
      : `The node has no output ${JSON.stringify(port)}.`,
    nodeId: node.id,
    pointer: `/connections/${index}/sourcePort`,
    params: { port, outputs: manifest.outputs.map((output) => output.name) },
  })
}
