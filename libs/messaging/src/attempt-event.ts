import type { DeliveredEvent, ErrorHook, EventHandler, EventOutcome } from './transport.js'

/** One attempt at an event. A throw is reported and tried again after 250 ms, doubling up to a minute. */
export async function attemptEvent(
  handler: EventHandler,
  event: DeliveredEvent,
  onError: ErrorHook,
): Promise<EventOutcome> {
  try {
    return await handler(event)
  } catch (error) {
    onError(error, { kind: 'consume', subject: event.subject })
    return { retryAfterMs: Math.min(60_000, 250 * 2 ** Math.min(event.attempt - 1, 10)) }
  }
}
