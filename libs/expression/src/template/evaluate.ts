import { Problem } from '@linkflow/kernel'
import type { Json } from '@linkflow/kernel'
import { defaultLimits } from '../limits.js'
import type { Limits } from '../limits.js'
import { ExpressionInvalidArgument, ExpressionTooLarge } from '../problems.js'
import { Runtime } from '../runtime.js'
import type { Frame } from '../runtime.js'
import type { Scope } from '../scope.js'
import { concatenate, toText } from '../values/convert.js'
import { stringify, toJson } from '../values/json.js'
import { kindOf } from '../values/kind.js'
import { compileTemplate } from './compile-template.js'
import type { CompiledPart, Template } from './compile-template.js'
import { undecided, walk } from './path.js'

const noFrame: Frame = { slots: [], parent: undefined }

/** The evaluations of one value: they share the scope and the bound on memory. */
export class Session {
  private runtime: Runtime | undefined

  constructor(
    private readonly scope: Scope,
    private readonly limits: Limits = defaultLimits,
  ) {}

  evaluate(template: Template): Json | undefined {
    const { kind, parts, source } = template
    if (kind === 'literal') return source
    const first = parts[0]
    if (kind === 'single' && typeof first === 'object') return this.single(first)
    return this.mixed(parts)
  }

  private single(part: CompiledPart): Json | undefined {
    if (part.path) {
      const value = walk(part.path, this.scope)
      if (value !== undecided) return value as Json | undefined
    }
    return this.run((rt) => toJson(rt, evaluatePart(rt, part)))
  }

  private mixed(parts: Template['parts']): string {
    return this.run((rt) => {
      let result = ''
      for (const part of parts)
        result = concatenate(rt, result, typeof part === 'string' ? part : insert(rt, evaluatePart(rt, part)))
      return result
    })
  }

  private run<T>(work: (rt: Runtime) => T): T {
    const rt = (this.runtime ??= new Runtime(this.scope, this.limits))
    rt.refuel()
    try {
      return work(rt)
    } catch (error) {
      if (error instanceof Problem) throw error
      // Depth is bounded, but the caller may have left little of the stack.
      if (error instanceof RangeError)
        return rt.fail(ExpressionTooLarge, 'The value is too large or nested too deeply.')
      const { expression, at } = rt
      throw ExpressionInvalidArgument({ expression, position: at, reason: 'It cannot be evaluated.' }, { cause: error })
    }
  }
}

function evaluatePart(rt: Runtime, part: CompiledPart): unknown {
  rt.expression = part.expression
  rt.at = part.start
  return part.evaluate(rt, noFrame)
}

/** The text of a value inside other text: nothing for undefined and null, JSON for objects and arrays. */
function insert(rt: Runtime, value: unknown): string {
  switch (kindOf(value)) {
    case 'undefined':
    case 'null':
      return ''
    case 'array':
    case 'object':
    case 'view':
      return stringify(rt, value) ?? ''
    default:
      return toText(rt, value)
  }
}

/**
 * Evaluates a template for a scope. A template that is one `{{ … }}`, white space around it allowed, gives its value
 * with its type; any other gives text. The value is plain JSON and may share structure with the scope: do not change
 * it. Undefined is what an absent member gives.
 *
 * @param limits Bounds other than the default ones.
 * @throws a problem that `ExpressionError.is` recognises, and nothing else
 */
export function evaluate(template: Template | string, scope: Scope, limits: Partial<Limits> = {}): Json | undefined {
  const compiled = typeof template === 'string' ? compileTemplate(template) : template
  return new Session(scope, { ...defaultLimits, ...limits }).evaluate(compiled)
}
