import { Inject } from '@nestjs/common'
import { DraftChanged, PublishWorkflow, WorkflowInvalid, WorkflowPublished } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { Finding, NodeTypeCatalog } from '@linkflow/graph'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { WorkflowStore } from '../adapters/postgres/workflow-store.js'
import type { WorkflowWriter } from '../adapters/postgres/workflow-writer.js'
import { assertLine } from '../domain/draft.js'
import { findingsOf, isError } from '../domain/findings.js'
import { freeze, publisherOf, toVersionSummary } from '../domain/version.js'
import type { Version } from '../domain/version.js'
import { assertNotArchived } from '../domain/workflow.js'
import type { DraftedWorkflow } from '../domain/workflow.js'
import { CATALOG } from './catalog.js'
import { OutsideRules } from './outside-rules.js'
import { TriggerRegistration } from './trigger-registration.js'

type Request = Input<typeof PublishWorkflow>

/** What other services said about a draft, at a revision. */
interface Checked {
  revision: number
  findings: Finding[]
}

@Handles(PublishWorkflow)
export class PublishWorkflowHandler {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(CATALOG) private readonly catalog: NodeTypeCatalog,
    @Inject(OutsideRules) private readonly rules: OutsideRules,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TriggerRegistration) private readonly registration: TriggerRegistration,
  ) {}

  async handle(input: Request, ctx: RequestContext): Promise<Output<typeof PublishWorkflow>> {
    assertLine('/note', input.note)
    const checked = await this.check(input, ctx)
    const { version, unfinished } = await this.store.transact(ctx, async (tx) => {
      // The lock makes ten who publish the same draft take turns: the first freezes it, the others find its version.
      const workflow = await tx.lock(input.workflowId)
      const version = await this.publish(tx, workflow, { input, ctx, checked })
      const { transition } = await tx.get(input.workflowId)
      return { version, unfinished: transition === 'activating' }
    })
    // Also for a repeat: it finishes what a crash left between publishing and registering.
    if (unfinished) await this.registration.settle(ctx, input.workflowId)
    return toVersionSummary(version)
  }

  /** Asked before the workflow is locked: nobody waits for another service meanwhile. */
  private async check({ workflowId }: Request, ctx: RequestContext): Promise<Checked> {
    const { revision, draft } = await this.store.read(ctx, (reader) => reader.getDrafted(workflowId))
    return { revision, findings: await this.rules.check(draft, ctx) }
  }

  private async publish(
    tx: WorkflowWriter,
    workflow: DraftedWorkflow,
    { input, ctx, checked }: { input: Request; ctx: RequestContext; checked: Checked },
  ): Promise<Omit<Version, 'document'>> {
    assertNotArchived(workflow)
    const { id, revision, draft } = workflow
    const expected = input.expectedRevision ?? checked.revision
    if (expected !== revision) throw DraftChanged({ currentRevision: revision })
    const findings = findingsOf(draft, this.catalog, checked.findings)
    if (findings.some(isError)) throw WorkflowInvalid({ findings })

    const frozen = freeze(workflow.name, draft, this.catalog)
    const latest = await tx.findVersion(id, workflow.publishedVersion ?? 0)
    if (latest?.digest === frozen.digest) return latest

    const version: Version = {
      ...frozen,
      id: newId(),
      workflowId: id,
      version: (latest?.version ?? 0) + 1,
      revision,
      ...(input.note === undefined ? {} : { note: input.note }),
      publishedAt: this.clock.now(),
      publishedBy: publisherOf(ctx.principal),
    }
    await tx.insertVersion(version)
    if (isToBeActive(workflow)) await tx.beginTransition(id, 'activating', version.version, version.publishedAt)
    await tx.publish(WorkflowPublished, id, { workflowId: id, version: version.version, name: version.name })
    return version
  }
}

/** What is being deactivated stays on its way out. */
function isToBeActive({ active, transition }: DraftedWorkflow): boolean {
  return transition === 'activating' || (active && transition === undefined)
}
