import { Inject, Injectable } from '@nestjs/common'
import { GetRunnable } from '@linkflow/contracts'
import { compile } from '@linkflow/engine'
import type { Plan } from '@linkflow/engine'
import type { ConcurrencySettings, WorkflowSettings } from '@linkflow/graph'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { catalog } from '@linkflow/nodes'

/** A version of a workflow, ready to run. Never changes. */
export interface Runnable {
  workflowId: string
  version: number
  name: string
  plan: Plan
  settings: WorkflowSettings
  concurrency?: ConcurrencySettings
  /** Whether anything in it reads `$vars`. */
  readsVariables: boolean
}

const KEPT = 1000

/** Published versions, compiled once and kept: they never change, so nothing needs to be told. */
@Injectable()
export class Definitions {
  private readonly known = new Map<string, Promise<Runnable>>()

  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /**
   * @throws WorkflowNotFound | VersionNotFound
   */
  get(ctx: RequestContext, workflowId: string, version: number): Promise<Runnable> {
    const key = `${ctx.workspaceId}/${workflowId}/${version}`
    const known = this.known.get(key)
    if (known) return known
    const loading = this.load(ctx, workflowId, version)
    if (this.known.size >= KEPT) this.known.delete(this.known.keys().next().value!)
    this.known.set(key, loading)
    loading.catch(() => this.known.delete(key))
    return loading
  }

  /**
   * The version that new executions run.
   *
   * @throws WorkflowNotFound | WorkflowNotPublished
   */
  current(ctx: RequestContext, workflowId: string): Promise<Runnable> {
    return this.load(ctx, workflowId)
  }

  private async load(ctx: RequestContext, workflowId: string, version?: number): Promise<Runnable> {
    const { signal: _, ...shared } = ctx
    const found = await this.messaging.call(GetRunnable, { workflowId, version }, shared)
    const settings = found.definition.settings ?? {}
    const { concurrency } = settings
    return {
      workflowId,
      version: found.version,
      name: found.name,
      plan: compile(found.definition, catalog),
      settings,
      readsVariables: JSON.stringify(found.definition.nodes).includes('$vars'),
      concurrency: typeof concurrency === 'number' ? { limit: concurrency, overflow: 'queue' } : concurrency,
    }
  }
}

/** The first enabled trigger of a type; undefined when there is none. */
export function triggerOfType(plan: Plan, type: string): string | undefined {
  return plan.nodes.find(({ manifest, disabled }) => manifest.type === type && !disabled)?.id
}

/** The trigger to start: the named one, else the manual one, else the first; undefined when there is none. */
export function triggerOf(plan: Plan, nodeId?: string): string | undefined {
  const triggers = plan.nodes.filter(({ manifest, disabled }) => manifest.trigger && !disabled)
  if (nodeId !== undefined) return triggers.find(({ id }) => id === nodeId)?.id
  return (triggers.find(({ manifest }) => manifest.type === 'manual-trigger') ?? triggers[0])?.id
}
