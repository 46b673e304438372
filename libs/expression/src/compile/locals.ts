import type { Evaluate, Frame } from '../runtime.js'

/** The parameters of one arrow function, and of those around it. */
export class Locals {
  private readonly slots = new Map<string, number>()

  constructor(private readonly parent: Locals | undefined) {}

  declare(name: string): number {
    const slot = this.slots.size
    this.slots.set(name, slot)
    return slot
  }

  /** Reads a parameter by name; undefined when no function around declares it. */
  find(name: string, up = 0): Evaluate | undefined {
    const slot = this.slots.get(name)
    return slot === undefined ? this.parent?.find(name, up + 1) : read(up, slot)
  }
}

function read(up: number, slot: number): Evaluate {
  if (up === 0)
    return (rt, frame) => {
      rt.step()
      return frame.slots[slot]
    }
  return (rt, frame) => {
    rt.step()
    let at: Frame | undefined = frame
    for (let i = 0; i < up; i++) at = at?.parent
    return at?.slots[slot]
  }
}
