/**
 * What a message on the wire is. `q` request, `r` result, `e` problem, `o` a session is open and here is its address,
 * `d` data, `z` end of data, `w` so much has been taken, `h` heartbeat, `x` cancel.
 */
export type FrameKind = 'q' | 'r' | 'e' | 'o' | 'd' | 'z' | 'w' | 'h' | 'x'

export interface Frame<H = FrameHeader> {
  kind: FrameKind
  header: H
  body: Buffer
}

/** Header of every frame but a request. */
export interface FrameHeader {
  /** `o`: subject of the sender's end. */
  a?: string
  /** `d`, `z`: position, from 1. `w`, `h`: messages taken so far. */
  n?: number
  /** `d`: the item goes on in the next message. */
  m?: 1
  /** `x`: call id. */
  id?: string
}

/** Room kept for the header in the limit of a message. */
export const HEADER_ROOM_BYTES = 8 * 1024
const LINE = 10

/**
 * A frame is one letter, a JSON object or nothing, a line feed, and the body. Own headers in the payload instead of
 * NATS headers: those are built and parsed key by key, which costs more than the rest of a small call.
 */
export function encodeFrame(kind: FrameKind, header: object | undefined, body: string | Uint8Array = ''): Uint8Array {
  const head = header ? `${kind}${JSON.stringify(header)}\n` : `${kind}\n`
  return typeof body === 'string' ? Buffer.from(head + body) : Buffer.concat([Buffer.from(head), body])
}

/** Throws SyntaxError for what is no frame. */
export function decodeFrame<H = FrameHeader>(data: Uint8Array): Frame<H> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const line = bytes.indexOf(LINE)
  if (line < 1) throw new SyntaxError('not a frame')
  const header = line > 1 ? JSON.parse(bytes.toString('utf8', 1, line)) : {}
  return { kind: String.fromCharCode(bytes[0] ?? 0) as FrameKind, header: header as H, body: bytes.subarray(line + 1) }
}
