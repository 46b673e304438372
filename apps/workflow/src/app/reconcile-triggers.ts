import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '@linkflow/kernel'
import { CLOCK, CONFIG, HOST, Poller } from '@linkflow/service'
import type { Background, Host, Logger } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import type { WorkflowPlace } from '../adapters/postgres/workflow-store.js'
import type { WorkflowConfig } from '../config.js'
import { TriggerRegistration } from './trigger-registration.js'

const BATCH = 100

/** Finishes activations and deactivations whose process died, or whose webhook service was away. */
@Injectable()
export class ReconcileTriggers implements Background {
  private readonly poller: Poller
  private readonly logger: Logger

  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(TriggerRegistration) private readonly registration: TriggerRegistration,
    @Inject(CONFIG) private readonly config: WorkflowConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(HOST) private readonly host: Host,
  ) {
    this.logger = host.logger('workflow')
    const { LINKFLOW_WORKFLOW_RECONCILE_MS: everyMs } = config
    const work = () => this.pass()
    this.poller = new Poller({ everyMs, work, logger: this.logger, name: 'reconciling triggers' })
  }

  start(): Promise<void> {
    return this.poller.start()
  }

  stop(): Promise<void> {
    return this.poller.stop()
  }

  private async pass(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - this.config.LINKFLOW_WORKFLOW_STUCK_MS)
    for (const place of await this.store.listUnfinished(before, BATCH)) {
      if (this.poller.isStopping) break
      await this.finish(place)
    }
    return false
  }

  /** One that cannot be finished keeps nobody else waiting. */
  private async finish({ workspaceId, id }: WorkflowPlace): Promise<void> {
    const ctx = this.host.identity('workflow').serviceContext({ workspaceId })
    try {
      await this.registration.settle(ctx, id)
    } catch (error) {
      this.logger.warn({ err: error, workflowId: id }, 'activation not finished')
    }
  }
}
