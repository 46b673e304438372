import type { Runtime } from '../runtime.js'

/** A window on the scope: members are computed when they are read. */
export class View {
  constructor(
    /** How errors call it. */
    readonly name: string,
    readonly get: (rt: Runtime, key: string) => unknown,
    readonly methods: Readonly<Record<string, (rt: Runtime, args: unknown[]) => unknown>>,
    /** What it is when it leaves the expression as a value. */
    readonly data: (rt: Runtime) => unknown,
  ) {}
}
