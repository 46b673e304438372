import type { ProblemType } from '@linkflow/kernel'
import { charactersPerStep, maxDepth } from './limits.js'
import type { Limits } from './limits.js'
import { ExpressionFuelExceeded, ExpressionTooLarge } from './problems.js'
import type { ExpressionParams } from './problems.js'
import type { Scope } from './scope.js'

/** Variables of one call of an arrow function, and of the functions around it. */
export interface Frame {
  slots: unknown[]
  parent: Frame | undefined
}

/** A compiled piece of an expression. */
export type Evaluate = (rt: Runtime, frame: Frame) => unknown

/** The budget and the whereabouts of one evaluation. */
export class Runtime {
  /** Offset into the template of what is being evaluated: where a native function fails. */
  at = 0
  expression = ''
  private fuel: number
  private bytes: number
  private depth = 0

  constructor(
    readonly scope: Scope,
    readonly limits: Limits,
  ) {
    this.fuel = limits.fuel
    this.bytes = limits.bytes
  }

  /** Starts a template: fuel is per template, memory is shared. */
  refuel(): void {
    this.fuel = this.limits.fuel
    this.depth = 0
  }

  step(): void {
    if (--this.fuel < 0) this.exhausted()
  }

  work(steps: number): void {
    if ((this.fuel -= steps) < 0) this.exhausted()
  }

  /** Charges native work on text. Work that makes V8 flatten a rope must be charged for its whole length. */
  characters(count: number): void {
    if (count > charactersPerStep) this.work(count / charactersPerStep)
  }

  /** Call before allocating. */
  allocate(bytes: number): void {
    // Written so that NaN fails too.
    if (!((this.bytes -= bytes) >= 0))
      this.fail(ExpressionTooLarge, `The value needs more than ${this.limits.bytes} bytes.`)
  }

  /** Call before making a string of this many UTF-16 code units. */
  allocateText(length: number): void {
    this.allocate(32 + 2 * length)
  }

  /** Call before making an array of this many elements. */
  allocateArray(length: number): void {
    this.allocate(32 + 8 * length)
  }

  enter(): void {
    if (++this.depth > maxDepth) this.fail(ExpressionTooLarge, `Functions are nested more than ${maxDepth} deep.`)
  }

  leave(): void {
    this.depth--
  }

  fail(problem: ProblemType<ExpressionParams>, reason: string, subject?: string): never {
    const params: ExpressionParams = { expression: this.expression, position: this.at, reason }
    throw problem(subject === undefined ? params : { ...params, subject })
  }

  private exhausted(): never {
    return this.fail(ExpressionFuelExceeded, `It takes more than ${this.limits.fuel} steps.`)
  }
}
