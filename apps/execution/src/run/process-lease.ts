import { Inject, Injectable } from '@nestjs/common'
import { newId } from '@linkflow/kernel'
import { CONFIG, HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { ExecutionConfig } from '../config.js'
import { leaseThread } from './lease-thread.js'

/**
 * The incarnation of this process. Its lease is renewed, by the database's clock, from a thread of its own: JavaScript that
 * keeps the main thread busy does not lose the executions it works on. A process that is stopped altogether loses them.
 */
@Injectable()
export class ProcessLease {
  readonly processId = newId()
  private worker: Worker | undefined

  constructor(
    @Inject(HOST) private readonly host: Host,
    @Inject(CONFIG) private readonly config: ExecutionConfig,
  ) {}

  /** Resolves when the lease stands. */
  async start(): Promise<void> {
    const workerData = {
      pg: createRequire(import.meta.url).resolve('pg'),
      url: this.host.connection('execution').url,
      processId: this.processId,
      leaseMs: this.config.EXECUTION_LEASE_MS,
    }
    const worker = new Worker(leaseThread, { eval: true, workerData })
    this.worker = worker
    const logger = this.host.logger('execution')
    worker.on('error', (error) => logger.error({ err: error }, 'lease thread'))
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject)
      worker.on('message', (message: { renewed?: true; error?: string }) => {
        if (message.renewed) resolve()
        else logger.warn({ reason: message.error }, 'process lease not renewed')
      })
    })
  }

  /** Gives the lease back: others may take over at once what was not let go. */
  async stop(): Promise<void> {
    const { worker } = this
    if (!worker) return
    const exited = new Promise((done) => worker.once('exit', done))
    worker.postMessage('stop')
    await exited
  }
}
