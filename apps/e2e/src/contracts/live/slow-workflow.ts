import { deploy, row } from '../../client.js'
import type { Client } from '../../client.js'
import type { Target } from '../bad-input/target.js'

/** An execution that stands in its second of three steps until it is let go. */
export interface SlowExecution {
  id: string
  letGo(): void
}

/** Starts an execution whose HTTP node is kept waiting by the server it asks. */
export async function startSlow(api: Client, target: Target): Promise<SlowExecution> {
  const { promise: gone, resolve: letGo } = withResolvers()
  target.answer = (_request, response) => void gone.then(() => response.end('{}'))
  const nodes = row(
    { id: 'start', type: 'manual-trigger', parameters: {} } as { id: string },
    { id: 'ask', type: 'http-request', parameters: { url: `http://127.0.0.1:${target.port}/slow` } } as { id: string },
    { id: 'end', type: 'set', parameters: { fields: { done: true } } } as { id: string },
  )
  const { workflowId } = await deploy(api, nodes)
  const { status, body } = await api.post(`/workflows/${workflowId}/executions`, { input: {} })
  if (status !== 202) throw new Error(`Starting answered ${status}: ${JSON.stringify(body)}`)
  return { id: body.id, letGo }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
