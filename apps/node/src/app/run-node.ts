import { Inject } from '@nestjs/common'
import { NodeFailed, RunNode } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Problem, Unavailable } from '@linkflow/kernel'
import type { Outputs, RequestContext } from '@linkflow/kernel'
import { NodeError, nodeErrorOf } from '@linkflow/nodes'
import { Handles } from '@linkflow/service'
import { CodeNode } from '../code/code-node.js'
import { HttpRequestNode } from '../http-request/http-request-node.js'

/** Failures of the platform that another try may outlive. */
const PASSING = /^service\//

@Handles(RunNode)
export class RunNodeHandler {
  constructor(
    @Inject(HttpRequestNode) private readonly httpRequest: HttpRequestNode,
    @Inject(CodeNode) private readonly code: CodeNode,
  ) {}

  async handle(input: Input<typeof RunNode>, ctx: RequestContext): Promise<Output<typeof RunNode>> {
    try {
      return { outputs: asData(await this.run(input, ctx)) }
    } catch (error) {
      throw failed(error)
    }
  }

  private run(input: Input<typeof RunNode>, ctx: RequestContext): Promise<Outputs> {
    if (input.type === 'http-request' && input.version === 1) return this.httpRequest.run(input, ctx)
    if (input.type === 'code' && input.version === 1) return this.code.run(input, ctx)
    const message = `No node ${input.type} of version ${input.version} runs here.`
    throw new NodeError('node/unknown-type', message, { details: { type: input.type, version: input.version } })
  }
}

/**
 * A node's error, and a refused credential, as the contract's problem. What is not foreseen stays what it is; so does a
 * service that is away, for which nothing was done yet: whoever asked asks again, and the node does not fail.
 */
function failed(error: unknown): unknown {
  if (Unavailable.is(error)) return error
  const isForeseen = error instanceof NodeError || (error instanceof Problem && error.code !== 'request/cancelled')
  if (!isForeseen) return error
  const { failure, retryable, retryAfterMs } = nodeErrorOf(error)
  return NodeFailed(
    {
      failure: { ...failure },
      retryable: retryable || (error instanceof Problem && PASSING.test(error.code)),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
    { cause: error },
  )
}

/** Items as the contract carries them. */
function asData(outputs: Outputs): Output<typeof RunNode>['outputs'] {
  return Object.fromEntries(
    Object.entries(outputs).map(([port, items]) => [port, items.map((item) => ({ ...item }))] as const),
  )
}
