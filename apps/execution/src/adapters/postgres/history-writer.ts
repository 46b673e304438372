import { Inject, Injectable } from '@nestjs/common'
import { HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExecutionMetrics } from '../../run/metrics.js'
import { Batch } from './batch.js'
import { writeCheckpoints } from './checkpoint-batch.js'
import type { CheckpointOp } from './checkpoint-batch.js'
import { findWritten, writeStarts } from './start-batch.js'
import type { StartOp, StartResult } from './start-batch.js'
import { SystemConnection, blamesData } from './system-connection.js'

const MAX_OPS = 256
const MAX_BYTES = 16 * 1024 * 1024
const RECONNECT_TRIES = 5

/** The only writer of the history: accepts and checkpoints, many executions to a commit. */
@Injectable()
export class HistoryWriter {
  private readonly connections: SystemConnection[]
  private readonly starts: Batch<StartOp, StartResult>
  private readonly checkpoints: Batch<CheckpointOp, boolean>

  constructor(@Inject(HOST) host: Host, @Inject(ExecutionMetrics) metrics: ExecutionMetrics) {
    const { url } = host.connection('execution')
    const accepting = new SystemConnection(url, 'batch writer: accept')
    const checkpointing = new SystemConnection(url, 'batch writer: checkpoint')
    this.connections = [accepting, checkpointing]
    const limits = { isCulpritError: blamesData, maxOps: MAX_OPS, maxBytes: MAX_BYTES }
    this.starts = new Batch({
      ...limits,
      sizeOf: ({ rows }) => 512 + rows.length * 256,
      write: (ops) => startsWithRetry(accepting, ops),
      onCommit: (size, ms) => metrics.committed('accept', size, ms),
    })
    this.checkpoints = new Batch({
      ...limits,
      sizeOf: ({ rows }) => 256 + rows.length * 256,
      write: (ops) => writeCheckpoints(checkpointing, ops),
      onCommit: (size, ms) => metrics.committed('checkpoint', size, ms),
    })
  }

  /** How many accepts wait for their commit. */
  get backlog(): number {
    return this.starts.pending
  }

  /** Accepts an execution; resolves after the commit. */
  start(op: StartOp): Promise<StartResult> {
    return this.starts.add(op)
  }

  /**
   * Records a checkpoint; false when somebody newer owns the execution. When this throws, whether it was recorded is not
   * known: let go of the execution and let whoever claims it read the history.
   */
  checkpoint(op: CheckpointOp): Promise<boolean> {
    return this.checkpoints.add(op)
  }

  async close(): Promise<void> {
    await Promise.all([this.starts.drained(), this.checkpoints.drained()])
    await Promise.all(this.connections.map((connection) => connection.close()))
  }
}

/** After a lost connection the commit may or may not have happened: what is there was accepted, the rest is tried again. */
async function startsWithRetry(connection: SystemConnection, ops: StartOp[]): Promise<StartResult[]> {
  try {
    return await writeStarts(connection, ops)
  } catch (error) {
    if (blamesData(error)) throw error
    for (let tries = 1; ; tries++) {
      await sleep(50 * tries)
      try {
        const written = await findWritten(connection, ops)
        const missing = ops.filter(({ execution }) => !written.has(execution.id))
        const results = missing.length > 0 ? await writeStarts(connection, missing) : []
        return ops.map((op) => results[missing.indexOf(op)] ?? { accepted: true })
      } catch (again) {
        if (blamesData(again) || tries === RECONNECT_TRIES) throw again
      }
    }
  }
}
