import type { Problem } from '@linkflow/kernel'
import { decode, encode } from '../codec.js'
import type { CallHandler } from '../transport.js'
import { decodeProblem, encodeProblem } from '../wire-problem.js'
import type { LocalFlight } from './local-flight.js'

/** Lets the handler answer, each hop through the codec so that nothing is shared. */
export async function answerCall(
  flight: LocalFlight,
  handler: CallHandler,
  input: string,
  done: { resolve: (output: unknown) => void; reject: (problem: Problem) => void },
): Promise<void> {
  const { server, call } = flight
  try {
    const output = encode(await handler(decode(input), call), server.options.maxBytes)
    if (!server.gone && flight.settle()) done.resolve(decode(output))
  } catch (error) {
    if (!server.gone && !call.aborted) {
      const problem = decodeProblem(encodeProblem(error, server.subject, server.onError))
      if (flight.settle()) done.reject(problem)
    }
  } finally {
    flight.leave()
  }
}
