import type { CallHandler, ErrorHook, ServeOptions, StreamHandler } from '../transport.js'
import type { LocalFlight } from './local-flight.js'

/** One handler of one service, as the broker finds it by subject. */
export interface LocalServer {
  readonly subject: string
  readonly queue: string
  readonly answer: { kind: 'call'; handler: CallHandler } | { kind: 'stream'; handler: StreamHandler }
  readonly options: ServeOptions
  readonly onError: ErrorHook
  /** What it is working on. */
  readonly flights: Set<LocalFlight>
  /** Its transport has closed: answers are dropped, as those of a killed process are. */
  gone: boolean
  /** Told when a flight ends, so that closing can wait. */
  onIdle: (() => void) | undefined
}
