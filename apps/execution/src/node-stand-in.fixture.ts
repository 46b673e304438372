import { NodeFailed, RunNode } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import type { Transport } from '@linkflow/messaging'

type Call = Input<typeof RunNode>

/** Stands where the node service stands: answers as told and remembers what it was asked. */
export class NodeStandIn {
  readonly calls: Call[] = []
  /** Trace of each call. */
  readonly traceIds: (string | undefined)[] = []
  private answer: (call: Call, signal: AbortSignal) => Promise<unknown> = async ({ requests }) => ({
    outputs: { main: requests.map((json) => ({ json })) },
  })

  static async serve(transport: Transport): Promise<NodeStandIn> {
    const standIn = new NodeStandIn()
    await transport.serve(
      RunNode.subject,
      'node',
      async (input, call) => {
        standIn.calls.push(input as Call)
        standIn.traceIds.push(call.traceparent?.split('-')[1])
        return standIn.answer(input as Call, call.signal)
      },
      { maxBytes: RunNode.maxBytes, long: true },
    )
    return standIn
  }

  /** From now on answers like this. */
  answers(answer: (call: Call, signal: AbortSignal) => Promise<unknown>): void {
    this.answer = answer
  }

  callsOf(executionId: string): Call[] {
    return this.calls.filter((call) => call.executionId === executionId)
  }
}

/** A failure as the node service reports one. */
export function nodeFailure(code: string, retryable = true) {
  return NodeFailed({ failure: { code, message: `It failed: ${code}.` }, retryable })
}
