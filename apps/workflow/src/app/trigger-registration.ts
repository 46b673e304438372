import { Inject, Injectable } from '@nestjs/common'
import { RegisterSchedules, RegisterWebhooks, WorkflowActivated, WorkflowDeactivated } from '@linkflow/contracts'
import type { RegisteredWebhook } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Unavailable } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import type { WorkflowReader } from '../adapters/postgres/workflow-reader.js'
import { triggersOf } from '../domain/triggers.js'
import type { Triggers } from '../domain/triggers.js'
import { definitionOf } from '../domain/version.js'
import type { Workflow } from '../domain/workflow.js'

/** Generations that may pass while one caller tries to settle one. */
const MAX_ROUNDS = 10

const NONE: Triggers = { webhooks: [], schedules: [] }

export interface Settled {
  workflow: Workflow
  webhooks: RegisteredWebhook[]
}

/**
 * The saga of a workflow's triggers. A transition and its generation are committed first; then the webhook and the
 * schedule service are told, which refuse what is older than what they know; then the transition is closed, unless a later
 * one was opened. Every step may be repeated by anybody, so that a crash between any two is mended by the next call or the reconciler.
 */
@Injectable()
export class TriggerRegistration {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(Messaging) private readonly messaging: Messaging,
  ) {}

  /**
   * Brings both services to the workflow's present generation and gives its webhooks.
   *
   * @throws WorkflowNotFound | Unavailable
   */
  async settle(ctx: RequestContext, workflowId: string): Promise<Settled> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { workflow, triggers } = await this.store.read(ctx, (reader) => wanted(reader, workflowId))
      const { id, generation, activeVersion, transition } = workflow
      if (activeVersion === undefined) return { workflow, webhooks: [] }
      const place = { workflowId: id, version: activeVersion, generation }
      const [{ webhooks }] = await Promise.all([
        this.messaging.call(RegisterWebhooks, { ...place, webhooks: triggers.webhooks }, ctx),
        this.messaging.call(RegisterSchedules, { ...place, schedules: triggers.schedules }, ctx),
      ])
      if (!transition) return { workflow, webhooks }
      const settled = await this.complete(ctx, workflow)
      if (settled) return { workflow: settled, webhooks }
    }
    throw Unavailable({ service: 'workflow' })
  }

  /** Undefined when a later generation was opened meanwhile: then that one is what has to be settled. */
  private complete(
    ctx: RequestContext,
    { id, generation, activeVersion = 0 }: Workflow,
  ): Promise<Workflow | undefined> {
    return this.store.transact({ workspaceId: ctx.workspaceId, traceparent: ctx.traceparent }, async (tx) => {
      const first = await tx.completeTransition(id, generation)
      const workflow = await tx.get(id)
      if (workflow.generation !== generation) return undefined
      if (first && workflow.active) await tx.publish(WorkflowActivated, id, { workflowId: id, version: activeVersion })
      if (first && !workflow.active) await tx.publish(WorkflowDeactivated, id, { workflowId: id })
      return workflow
    })
  }
}

/** The workflow with the triggers its present generation registers. */
async function wanted(reader: WorkflowReader, id: string): Promise<{ workflow: Workflow; triggers: Triggers }> {
  const workflow = await reader.get(id)
  const { active, activeVersion, transition } = workflow
  const off = transition === 'deactivating' || (!transition && !active)
  if (off || activeVersion === undefined) return { workflow, triggers: NONE }
  const version = await reader.getVersion(id, activeVersion)
  return { workflow, triggers: triggersOf(definitionOf(version)) }
}
