import { GetRunnable, GetVariables, WorkflowNotFound } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { ConnectionDefinition, NodeDefinition, WorkflowSettings } from '@linkflow/graph'
import type { Transport } from '@linkflow/messaging'

type Runnable = Output<typeof GetRunnable>

/** Stands where the workflow service stands: knows versions and gives them to be run. */
export class WorkflowStandIn {
  variables: Output<typeof GetVariables>['variables'] = {}
  private readonly versions = new Map<string, Runnable>()

  static async serve(transport: Transport): Promise<WorkflowStandIn> {
    const standIn = new WorkflowStandIn()
    const find = (input: unknown) => standIn.find(input as { workflowId: string })
    await transport.serve(GetRunnable.subject, 'workflow', async (input) => find(input), {
      maxBytes: GetRunnable.maxBytes,
      long: false,
    })
    await transport.serve(
      GetVariables.subject,
      'workflow',
      async () => ({ variables: standIn.variables }),
      GetVariables,
    )
    return standIn
  }

  /** A version of a workflow of nodes in a row, or connected as told. */
  add(
    nodes: (Partial<NodeDefinition> & { id: string; type: string })[],
    connections?: ConnectionDefinition[],
    settings?: WorkflowSettings,
  ): string {
    const workflowId = newId()
    const row = nodes.slice(1).map(({ id }, index) => ({ source: nodes[index]!.id, target: id }))
    this.versions.set(workflowId, {
      workflowId,
      version: 1,
      name: 'Test',
      definition: {
        nodes: nodes.map((node) => ({ version: 1, name: node.id, parameters: {}, ...node })),
        connections: connections ?? row,
        settings,
      },
    })
    return workflowId
  }

  /** The workflow is not there any more. */
  remove(workflowId: string): void {
    this.versions.delete(workflowId)
  }

  private find({ workflowId }: { workflowId: string }): Runnable {
    const found = this.versions.get(workflowId)
    if (!found) throw WorkflowNotFound()
    return found
  }
}
