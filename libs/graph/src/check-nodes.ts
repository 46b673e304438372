import { checkParameters } from './check-parameters.js'
import type { Check } from './finding.js'
import type { NodeTypeManifest } from './manifest.js'
import { segment } from './pointer.js'

/** Largest definition, in bytes: its parameters' JSON (escapes not counted) and notes. */
export const MAX_BYTES = 1_048_576

/** Each node by itself: id, name, type, credentials, parameters. */
export function checkNodes(check: Check): void {
  const { definition, manifests, report } = check
  const names = new Map<string, string>()
  let bytes = 0
  definition.nodes.forEach((node, index) => {
    const at = `/nodes/${index}`
    if (check.indexes.get(node.id) !== index)
      report({
        code: 'duplicate-node-id',
        message: `Another node has the id ${node.id}.`,
        nodeId: node.id,
        pointer: `${at}/id`,
      })
    if (node.name !== undefined) {
      const other = names.get(node.name)
      if (other === undefined) names.set(node.name, node.id)
      else
        report({
          code: 'duplicate-node-name',
          message: `Another node is called ${JSON.stringify(node.name)}.`,
          nodeId: node.id,
          pointer: `${at}/name`,
          params: { name: node.name, otherNodeId: other },
        })
    }
    const manifest = manifests[index]
    if (manifest) checkCredentials(check, index, manifest)
    else checkType(check, index)
    bytes += Buffer.byteLength(node.notes ?? '') + checkParameters(check, index, MAX_BYTES - bytes)
  })
  if (bytes > MAX_BYTES)
    report({
      code: 'too-large',
      message: `A workflow may have at most ${MAX_BYTES} bytes of parameters and notes.`,
      pointer: '/nodes',
      params: { limitBytes: MAX_BYTES },
    })
}

function checkType({ definition, catalog, report }: Check, index: number): void {
  const node = definition.nodes[index]
  if (!node) return
  const versions = catalog.versions(node.type)
  const known = versions.length > 0
  report({
    code: known ? 'unknown-node-version' : 'unknown-node-type',
    message: known
      ? `The node type ${node.type} has no version ${node.version}.`
      : `There is no node type ${JSON.stringify(node.type)}.`,
    nodeId: node.id,
    pointer: `/nodes/${index}/${known ? 'version' : 'type'}`,
    params: known ? { type: node.type, version: node.version, versions } : { type: node.type },
  })
}

function checkCredentials({ definition, report }: Check, index: number, manifest: NodeTypeManifest): void {
  const node = definition.nodes[index]
  if (!node) return
  const given = node.credentials ?? {}
  const slots = manifest.credentials ?? []
  for (const { slot, types, required } of slots) {
    if (!required || Object.hasOwn(given, slot)) continue
    report({
      code: 'missing-credential',
      message: `Choose a credential (${types.join(', ')}).`,
      nodeId: node.id,
      pointer: `/nodes/${index}/credentials/${segment(slot)}`,
      severity: node.disabled ? 'warning' : 'error',
      params: { slot, types },
    })
  }
  for (const slot of Object.keys(given)) {
    if (slots.some((declared) => declared.slot === slot)) continue
    report({
      code: 'unknown-credential-slot',
      message: `The node type ${node.type} uses no credential called ${JSON.stringify(slot)}.`,
      nodeId: node.id,
      pointer: `/nodes/${index}/credentials/${segment(slot)}`,
      severity: 'warning',
      params: { slot },
    })
  }
}
