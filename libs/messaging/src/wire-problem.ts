import { InternalError, Problem } from '@linkflow/kernel'
import type { WireProblem } from '@linkflow/kernel'
import type { ErrorHook } from './transport.js'

/** The text that carries a failure to the caller; what is no Problem is reported and loses its text. */
export function encodeProblem(error: unknown, subject: string, onError: ErrorHook): string {
  if (error instanceof Problem) {
    try {
      return JSON.stringify(error.toWire())
    } catch (unspeakable) {
      error = unspeakable
    }
  }
  onError(error, { kind: 'serve', subject })
  return JSON.stringify(InternalError().toWire())
}

export function decodeProblem(text: string): Problem {
  return Problem.fromWire(JSON.parse(text) as WireProblem)
}
