import { Inject, Injectable } from '@nestjs/common'
import { GetExecution, GetWorkflow, WorkflowNotFound } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import { Problem } from '@linkflow/kernel'
import { redactText } from '@linkflow/service'
import type { FailureDetail } from '../domain/failure-announcement.js'
import type { FailureReport } from '../domain/failure-group.js'
import { WorkspaceReader } from './workspace-reader.js'

/** What people know a failure by: the workflow, the node, what the node said. */
@Injectable()
export class FailureReader {
  constructor(@Inject(WorkspaceReader) private readonly workspaces: WorkspaceReader) {}

  async detail({ workspaceId, workflowId, executionId }: FailureReport): Promise<FailureDetail> {
    const [workflow, error] = await Promise.all([
      this.workflow(workspaceId, workflowId),
      this.error(workspaceId, executionId),
    ])
    const node = workflow?.nodes.find(({ id }) => id === error?.nodeId)
    const nodeName = node?.name ?? error?.nodeId
    return {
      workflowName: workflow?.name ?? 'A deleted workflow',
      ...(nodeName !== undefined && { nodeName }),
      ...(error && { message: redactText(error.message) }),
    }
  }

  private async workflow(
    workspaceId: string,
    workflowId: string,
  ): Promise<Pick<Output<typeof GetWorkflow>, 'name' | 'nodes'> | undefined> {
    try {
      return await this.workspaces.ask(GetWorkflow, { workflowId }, { workspaceId, permission: 'workflow:read' })
    } catch (error) {
      if (WorkflowNotFound.is(error)) return undefined
      throw error
    }
  }

  /** Not worth waiting for: people are told the code rather than nothing. */
  private async error(workspaceId: string, executionId: string): Promise<Output<typeof GetExecution>['error']> {
    try {
      const place = { workspaceId, permission: 'execution:read' } as const
      return (await this.workspaces.ask(GetExecution, { executionId }, place)).error
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }
}
