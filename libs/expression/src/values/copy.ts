import type { Runtime } from '../runtime.js'
import { isForbiddenKey, ownValue, setMember } from './keys.js'
import { isPlainObject } from './kind.js'

/**
 * Copies own data members. Names that an expression could not say are left out rather than refused: they come from
 * outside and must not stop a workflow.
 */
export function copyMembers(rt: Runtime, target: Record<string, unknown>, source: unknown): void {
  if (!isPlainObject(source)) return
  for (const key of Object.keys(source)) {
    rt.step()
    if (!isForbiddenKey(key)) setMember(rt, target, key, ownValue(source, key))
  }
}
