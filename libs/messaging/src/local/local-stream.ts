import { encode, decode } from '../codec.js'
import { CreditGate } from '../flow/credit-gate.js'
import { ItemQueue } from '../flow/item-queue.js'
import type { StreamHandler } from '../transport.js'
import { decodeProblem, encodeProblem } from '../wire-problem.js'
import type { LocalFlight } from './local-flight.js'

/** The way of a stream's items from producer to reader. */
export class LocalStream {
  private readonly items = new ItemQueue<string>()
  private readonly gate = new CreditGate()

  fail(problem: unknown): void {
    this.gate.fail(problem)
    this.items.fail(problem)
  }

  /** Runs the producer until it ends, fails or nobody reads. */
  async produce(flight: LocalFlight, handler: StreamHandler, input: string): Promise<void> {
    const { server, call } = flight
    try {
      for await (const item of handler(decode(input), call)) {
        const text = encode(item, server.options.maxBytes)
        await this.gate.pass()
        this.items.push(text)
      }
      if (!server.gone && flight.settle()) this.items.end()
    } catch (error) {
      if (server.gone || call.aborted) return
      const problem = decodeProblem(encodeProblem(error, server.subject, server.onError))
      if (flight.settle()) this.items.fail(problem)
    } finally {
      flight.leave()
    }
  }

  async *read(): AsyncGenerator<unknown> {
    for (let taken = 1; ; taken += 1) {
      const next = await this.items.next()
      if (!next) return
      this.gate.grant(taken)
      yield decode(next.item)
    }
  }
}
