import { ExpressionInvalidArgument } from '../problems.js'
import type { Runtime } from '../runtime.js'

export function uriEncode(rt: Runtime, text: string): string {
  rt.work(text.length / 4)
  // A character becomes at most nine.
  rt.allocateText(9 * text.length)
  try {
    return encodeURIComponent(text)
  } catch {
    return rt.fail(ExpressionInvalidArgument, 'The text has half a surrogate pair.')
  }
}

export function uriDecode(rt: Runtime, text: string): string {
  rt.work(text.length / 4)
  rt.allocateText(text.length)
  try {
    return decodeURIComponent(text)
  } catch {
    return rt.fail(ExpressionInvalidArgument, 'The text is not URL-encoded.')
  }
}
