import type { NodeTypeManifest, Port } from './manifest.js'
import { valueAt } from './pointer.js'

/** The port of a connection that names none. */
export const DEFAULT_PORT = 'main'

/** The output every node but a trigger has besides its declared ones; used when its `onError` is `error-output`. */
export const ERROR_PORT = 'error'

const FAMILY_MEMBER = /^[1-9]\d{0,2}$/
const COUNTED_PORT = /^(0|[1-9]\d{0,2})$/

/** True when connections may end at the port. */
export function hasInput(manifest: NodeTypeManifest, port: string): boolean {
  return manifest.inputs.some((declared) => matches(declared, port))
}

/** True when connections may start at the port, the implicit `error` included. */
export function hasOutput(manifest: NodeTypeManifest, parameters: Record<string, unknown>, port: string): boolean {
  if (manifest.outputs.some((declared) => matches(declared, port))) return true
  if (port === ERROR_PORT) return !manifest.trigger
  const dynamic = manifest.dynamicOutputs
  if (!dynamic) return false
  if (dynamic.extra?.includes(port)) return true
  return COUNTED_PORT.test(port) && Number(port) < countedPorts(manifest, parameters)
}

/** The port whose items stand for the node's input; undefined for a trigger. */
export function firstInput(manifest: NodeTypeManifest): string | undefined {
  return firstName(manifest.inputs)
}

/** The port that carries what a node passes on when it does not run. */
export function firstOutput(manifest: NodeTypeManifest): string {
  return firstName(manifest.outputs) ?? (manifest.dynamicOutputs ? '0' : DEFAULT_PORT)
}

/** How many numbered ports the parameters ask for; without bound while only an expression tells. */
function countedPorts(manifest: NodeTypeManifest, parameters: Record<string, unknown>): number {
  const value = valueAt(parameters, manifest.dynamicOutputs?.count.pointer ?? '')
  if (Array.isArray(value)) return value.length
  if (typeof value === 'number') return value
  return typeof value === 'string' ? Number.POSITIVE_INFINITY : 0
}

function matches(declared: Port, port: string): boolean {
  if (!declared.repeat) return declared.name === port
  return port.startsWith(declared.name) && FAMILY_MEMBER.test(port.slice(declared.name.length))
}

function firstName([first]: readonly Port[]): string | undefined {
  return first?.repeat ? `${first.name}1` : first?.name
}
