import { createHash } from 'node:crypto'
import { functionTable, text } from '../native.js'
import type { NativeFunction } from '../native.js'
import { ExpressionInvalidArgument } from '../problems.js'
import { uriDecode, uriEncode } from './uri.js'

/** The hash of the UTF-8 bytes of a text, in lower-case hexadecimal. */
const hash =
  (algorithm: 'md5' | 'sha256'): NativeFunction =>
  (rt, [value]) => {
    const source = text(rt, value)
    rt.work(20 + source.length / 8)
    return createHash(algorithm).update(source, 'utf8').digest('hex')
  }

export const encodingFunctions = functionTable({
  $base64Decode: (rt, [value]) => {
    const source = text(rt, value)
    rt.allocateText(source.length)
    if (!/^[\w+/\s=-]*$/.test(source)) rt.fail(ExpressionInvalidArgument, 'The text is not base64.')
    return Buffer.from(source, 'base64').toString('utf8')
  },
  $base64Encode: (rt, [value]) => {
    const source = text(rt, value)
    // Three bytes of UTF-8 a character, four characters for three bytes.
    rt.allocateText(4 * source.length)
    return Buffer.from(source, 'utf8').toString('base64')
  },
  $md5: hash('md5'),
  $sha256: hash('sha256'),
  $urlDecode: (rt, [value]) => uriDecode(rt, text(rt, value)),
  $urlEncode: (rt, [value]) => uriEncode(rt, text(rt, value)),
})
