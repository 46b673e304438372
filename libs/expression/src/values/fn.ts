import type { Runtime } from '../runtime.js'

/** A function as an argument: an arrow function or a named one. It is never a value that data can hold. */
export class Fn {
  constructor(
    readonly call: (rt: Runtime, args: unknown[]) => unknown,
    /** Number of declared parameters. */
    readonly arity = 1,
  ) {}
}
