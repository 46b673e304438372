import { LocalBroker } from '../local/local-broker.js'
import { LocalTransport } from '../local/local-transport.js'
import { connectNats } from '../nats/nats-transport.js'
import type { CallOptions, ErrorHook, EventMessage, Transport } from '../transport.js'
import { startNatsServer } from './nats-server.js'

/** A running network that transports can be opened in, one for each service or replica. */
export interface Network {
  connect(service: string): Promise<Transport>
  /** What the transports reported. */
  readonly errors: unknown[]
  stop(): Promise<void>
}

export interface Topology {
  name: 'local' | 'nats'
  start(): Promise<Network>
}

async function startLocal(): Promise<Network> {
  const broker = new LocalBroker()
  const opened: Transport[] = []
  const errors: unknown[] = []
  return {
    errors,
    connect: async () => {
      const transport = new LocalTransport(broker, (error) => errors.push(error))
      opened.push(transport)
      return transport
    },
    stop: async () => {
      await Promise.all(opened.map((transport) => transport.close()))
    },
  }
}

async function startNats(): Promise<Network> {
  const server = await startNatsServer()
  const opened: Transport[] = []
  const errors: unknown[] = []
  const onError: ErrorHook = (error) => errors.push(error)
  return {
    errors,
    connect: async (service) => {
      const transport = await connectNats({
        service,
        connection: { servers: server.url },
        onError,
        heartbeatMs: 250,
        leaseMs: 900,
      })
      opened.push(transport)
      return transport
    },
    stop: async () => {
      await Promise.all(opened.map((transport) => transport.close()))
      await server.stop()
    },
  }
}

/** What every conformance test runs on. */
export const topologies: Topology[] = [
  { name: 'local', start: startLocal },
  { name: 'nats', start: startNats },
]

/** Options of a call that is given half a minute. */
export function callOptions(given: Partial<CallOptions> = {}): CallOptions {
  const headers = { requestId: 'r1', deadlineAt: Date.now() + 30_000 }
  return { headers, maxBytes: 512 * 1024, long: false, ...given }
}

/** Options of a call whose deadline is near. */
export function shortOf(ms: number, given: Partial<CallOptions> = {}): CallOptions {
  return callOptions({ headers: { requestId: 'r1', deadlineAt: Date.now() + ms }, ...given })
}

/** An event of a workspace, for the consumers of `evt.workflow.<name>.v1.>`. */
export function eventOf(name: string, key: string, seq: number): EventMessage {
  return { id: `${name}-${key}-${seq}`, subject: `evt.workflow.${name}.v1.w1`, key, seq, data: { seq }, headers: {} }
}

/** Resolves when `check` holds; the test's timeout ends the wait. */
export async function eventually(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A promise and the means to settle it. */
export function gate<T = void>(): { promise: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => (open = resolve))
  return { promise, open }
}
