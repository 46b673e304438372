import type { CatchUp, CreateSchedule, Input, Overlap } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'

export const MAX_INPUT_BYTES = 64 * 1024
const UNSPEAKABLE = /[\p{Cc}\p{Surrogate}]/u

/** What somebody wrote about a schedule besides its timing. */
export type SettingsGiven = Pick<Input<typeof CreateSchedule>, 'name' | 'jitterMs' | 'overlap' | 'catchUp' | 'input'>

export interface Settings {
  name?: string
  jitterMs: number
  overlap: Overlap
  catchUp: CatchUp
  input?: unknown
}

/**
 * Settings with what was left unsaid.
 *
 * @throws InputInvalid
 */
export function checkSettings({ name, jitterMs, overlap, catchUp, input }: SettingsGiven): Settings {
  if (name !== undefined && UNSPEAKABLE.test(name))
    throw invalid('/name', 'invalid-characters', 'It contains control characters or broken Unicode.')
  if (input !== undefined && Buffer.byteLength(JSON.stringify(input)) > MAX_INPUT_BYTES)
    throw invalid('/input', 'too-large', `It has at most ${MAX_INPUT_BYTES} bytes as JSON.`)
  return {
    ...(name === undefined ? {} : { name }),
    jitterMs: jitterMs ?? 0,
    overlap: overlap ?? 'allow',
    catchUp: catchUp ?? 'last',
    ...(input === undefined ? {} : { input }),
  }
}

function invalid(pointer: string, code: string, message: string) {
  return InputInvalid({ errors: [{ pointer, code, message }] })
}
