import type { EngineEvent } from '@linkflow/engine'

/** How long the nodes of an execution ran: its attempts that reach outside, added up; waits are not counted. */
export class ComputeTime {
  private readonly begun = new Map<string, number>()
  private total = 0

  get ms(): number {
    return Math.round(this.total)
  }

  /** Takes an event of the execution into account, in the order of its history. */
  see(event: EngineEvent): void {
    if (event.type === 'node-started') {
      this.begun.set(event.nodeId, event.at)
      return
    }
    if (event.type !== 'node-succeeded' && event.type !== 'node-failed' && event.type !== 'node-waiting') return
    const begunAt = this.begun.get(event.nodeId)
    if (begunAt === undefined) return
    this.begun.delete(event.nodeId)
    this.total += Math.max(0, event.at - begunAt)
  }
}
