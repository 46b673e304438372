import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST } from '@linkflow/service'
import type { Background, Host } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import type { WorkflowPlace } from '../adapters/postgres/workflow-store.js'
import type { WorkflowConfig } from '../config.js'
import { TriggerRegistration } from './trigger-registration.js'

const BATCH = 100

/** Finishes activations and deactivations whose process died, or whose webhook service was away. */
@Injectable()
export class ReconcileTriggers implements Background {
  private timer: NodeJS.Timeout | undefined
  private running: Promise<void> | undefined
  private stopped = true

  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(TriggerRegistration) private readonly registration: TriggerRegistration,
    @Inject(CONFIG) private readonly config: WorkflowConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {}

  async start(): Promise<void> {
    this.stopped = false
    this.run()
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    await this.running
  }

  private run(): void {
    this.running = this.pass()
      .catch((error: unknown) => this.host.logger('workflow').warn({ err: error }, 'reconciler'))
      .finally(() => {
        if (this.stopped) return
        this.timer = setTimeout(() => this.run(), this.config.LINKFLOW_WORKFLOW_RECONCILE_MS).unref()
      })
  }

  private async pass(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.config.LINKFLOW_WORKFLOW_STUCK_MS)
    for (const place of await this.store.listUnfinished(before, BATCH)) {
      if (this.stopped) return
      await this.finish(place)
    }
  }

  /** One that cannot be finished keeps nobody else waiting. */
  private async finish({ workspaceId, id }: WorkflowPlace): Promise<void> {
    const ctx = this.host.identity('workflow').serviceContext({ workspaceId })
    try {
      await this.registration.settle(ctx, id)
    } catch (error) {
      this.host.logger('workflow').warn({ err: error, workflowId: id }, 'activation not finished')
    }
  }
}
