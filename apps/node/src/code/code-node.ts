import { Inject } from '@nestjs/common'
import type { Input, RunNode } from '@linkflow/contracts'
import type { Item, Outputs, RequestContext, WorkspaceContext } from '@linkflow/kernel'
import { CodeParameters, NodeError, parseParameters } from '@linkflow/nodes'
import { CONFIG } from '@linkflow/service'
import type { NodeConfig } from '../config.js'
import { invalidResult, resultItems } from './result-items.js'
import { Sandbox } from './sandbox.js'
import type { SandboxError } from './sandbox-thread.js'

/** The node `code`: a user's JavaScript, in a sandbox. */
export class CodeNode {
  constructor(
    @Inject(Sandbox) private readonly sandbox: Sandbox,
    @Inject(CONFIG) private readonly config: NodeConfig,
  ) {}

  /** @throws NodeError, Cancelled, Unavailable */
  async run(input: Input<typeof RunNode>, ctx: RequestContext): Promise<Outputs> {
    const { code, mode } = parseParameters(CodeParameters, input.requests[0])
    const items = input.items.map((item) => ({ json: {}, ...item })) as Item[]
    const timeoutMs = Math.min(input.timeoutMs ?? Infinity, this.config.LINKFLOW_CODE_TIMEOUT_MS)
    const outcome = await this.sandbox.run(
      (ctx as WorkspaceContext).workspaceId,
      {
        code,
        mode,
        timeoutMs,
        input: JSON.stringify(items.map(({ json, binary }) => ({ json, binary }))),
        memoryBytes: this.config.LINKFLOW_CODE_MEMORY_BYTES,
      },
      ctx.signal ?? AbortSignal.timeout(Math.max(0, ctx.deadlineAt - Date.now())),
    )
    if ('error' in outcome) throw nodeError(outcome.error, timeoutMs)
    const result: unknown = JSON.parse(outcome.output)
    return { main: mode === 'each-item' ? eachItems(result, items) : allItems(result, items) }
  }
}

/** As many items as came in are taken for the same ones; otherwise each may come from all. */
function allItems(result: unknown, items: readonly Item[]): Item[] {
  const all = items.map((_, index) => index)
  const isSame = Array.isArray(result) && result.length === items.length
  return resultItems(result, items, (index) => (isSame ? [index] : all))
}

/** What the code gave for an item may be one, several or none. */
function eachItems(results: unknown, items: readonly Item[]): Item[] {
  // The code may have changed how its lists are written.
  if (!Array.isArray(results) || results.length !== items.length) throw invalidResult('it is not one result per item')
  return results.flatMap((result, index) => resultItems(result, items, () => [index]))
}

function nodeError({ kind, name, message, line }: SandboxError, timeoutMs: number): NodeError {
  const details = { name, ...(line === undefined ? {} : { line }) }
  const where = line === undefined ? '' : ` (line ${line})`
  switch (kind) {
    case 'timed-out':
      return new NodeError('code/timed-out', `The code ran for more than ${timeoutMs} ms.`, { details: { timeoutMs } })
    case 'out-of-memory':
      return new NodeError('code/out-of-memory', 'The code needed more memory than it may have.')
    case 'never-ends':
      return new NodeError('code/never-ends', 'The code waits for something that never happens.')
    case 'syntax':
      return new NodeError('code/invalid-syntax', `The code cannot be read${where}: ${message}`, { details })
    case 'failed':
      return new NodeError('code/failed', `The code failed${where}: ${name}: ${message}`, { details })
  }
}
