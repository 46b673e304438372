import type { DraftDefinition, Finding } from '@linkflow/graph'
import { Script } from 'node:vm'

const CODE = 'code'

/** Code that cannot be read. It is compiled, never run: what is wrong beyond its syntax shows when the node runs. */
export function codeFindings({ nodes }: DraftDefinition): Finding[] {
  return nodes.flatMap(({ id, type, disabled, parameters: { code } }, index) => {
    const wrong = type === CODE && !disabled && typeof code === 'string' ? syntaxErrorOf(code) : undefined
    if (!wrong) return []
    return [
      {
        code: 'invalid-code',
        message: `The code cannot be read (line ${wrong.line}): ${wrong.message}.`,
        nodeId: id,
        pointer: `/nodes/${index}/parameters/code`,
        severity: 'error',
        params: { line: wrong.line },
      } satisfies Finding,
    ]
  })
}

/** Line, from 1, and message. */
function syntaxErrorOf(code: string): { line: number; message: string } | undefined {
  try {
    new Script(`(async function () {\n${code}\n})`, { filename: 'code', lineOffset: -1 })
    return undefined
  } catch (error) {
    // By its name: the realm that compiles may have a class of its own.
    const { name, stack = '', message } = error as Error
    if (name !== 'SyntaxError') return undefined
    const line = Number(/^code:(\d+)/.exec(stack)?.[1] ?? 1)
    return { line: Math.min(line, code.split('\n').length), message }
  }
}
