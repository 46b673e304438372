import { deploy, row } from '../../client.js'
import type { Client, Reply } from '../../client.js'

export interface Step {
  id: string
  type: string
  parameters: Record<string, unknown>
}

/** Runs nodes in a row behind a manual trigger and gives the finished execution. */
export async function run(api: Client, steps: readonly Step[], input: unknown = {}): Promise<Reply['body']> {
  const { workflowId } = await deploy(
    api,
    row({ id: 'start', type: 'manual-trigger', parameters: {} } as Step, ...steps),
  )
  const { status, body } = await api.post(`/workflows/${workflowId}/executions`, { input, waitMs: 30_000 })
  if (status !== 200 || !body.finished) throw new Error(`The execution answered ${status}: ${JSON.stringify(body)}`)
  return body
}
