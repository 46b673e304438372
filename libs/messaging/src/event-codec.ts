import { encode, MESSAGE_LIMIT_BYTES } from './codec.js'
import type { EventMessage } from './transport.js'

/** The subject of an event travels beside its text. @throws MessageTooLarge */
export function encodeEvent({ id, key, seq, data, headers }: EventMessage): string {
  return encode({ id, key, seq, data, headers }, MESSAGE_LIMIT_BYTES)
}

/** @throws SyntaxError for what is no event */
export function decodeEvent(subject: string, text: string): EventMessage {
  const event = JSON.parse(text) as Omit<EventMessage, 'subject'>
  if (typeof event.id !== 'string' || typeof event.key !== 'string') throw new SyntaxError('not an event')
  return { ...event, subject }
}
