import { OutcomeUnknown, Unavailable } from '@linkflow/kernel'
import { setTimeout as sleep } from 'node:timers/promises'

/** Between two calls, in milliseconds: long enough for another replica to answer, too short for a crowd to gather. */
const PAUSES_MS = [50, 250, 1000]

/**
 * Makes a call again whose server vanished, so that its sender still gets an answer. Only for calls that carry an
 * idempotency key: the first one may have done its work.
 *
 * @param deadlineAt Unix milliseconds after which nobody waits any more
 * @throws what the last call threw
 */
export async function callAgain<T>(call: () => Promise<T>, deadlineAt: number): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await call()
    } catch (error) {
      const vanished = OutcomeUnknown.is(error) || Unavailable.is(error)
      if (!vanished || Date.now() + pause >= deadlineAt) throw error
    }
    await sleep(pause)
  }
  return call()
}
