import type { NodeTypeManifest } from './manifest.js'

/** The node types there are. */
export interface NodeTypeCatalog {
  /** The manifest of a type's version, of its newest when no version is given; undefined when there is none. */
  find(type: string, version?: number): NodeTypeManifest | undefined
  /** A type's versions, ascending; empty when the type is unknown. */
  versions(type: string): readonly number[]
}

/** A catalogue of exactly these manifests; a later one replaces an earlier one of the same type and version. */
export function createCatalog(manifests: Iterable<NodeTypeManifest>): NodeTypeCatalog {
  const types = new Map<string, Map<number, NodeTypeManifest>>()
  for (const manifest of manifests) {
    const versions = types.get(manifest.type) ?? new Map<number, NodeTypeManifest>()
    types.set(manifest.type, versions.set(manifest.version, manifest))
  }
  const sorted = new Map([...types].map(([type, byVersion]) => [type, [...byVersion.keys()].sort((a, b) => a - b)]))
  return {
    find: (type, version) => types.get(type)?.get(version ?? sorted.get(type)?.at(-1) ?? 0),
    versions: (type) => sorted.get(type) ?? [],
  }
}
