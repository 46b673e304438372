import { DeadlineExceeded, OutcomeUnknown, Unavailable } from '@linkflow/kernel'

/** A reason why a process cannot start, said in one sentence for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** SQLSTATE classes and codes: connection lost, serialization failure or deadlock, out of resources, shutting down, lock not available. */
const PASSING_STATE = /^(08|40001|40P01|53|57P|55P03)/
const NETWORK_CODE = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/

/** Whether an error tells of trouble around us that will pass, and nothing about what we were asked to do. */
export function willPass(error: unknown): boolean {
  if (Unavailable.is(error) || DeadlineExceeded.is(error) || OutcomeUnknown.is(error)) return true
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return PASSING_STATE.test(code) || NETWORK_CODE.test(code)
  // node-postgres gives a connection that breaks under a query no code.
  return typeof message === 'string' && message.startsWith('Connection terminated')
}
