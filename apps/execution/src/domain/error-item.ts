import type { Item, JsonObject } from '@linkflow/kernel'
import type { Execution } from './execution.js'

type Ended = Pick<
  Execution,
  'id' | 'workflowId' | 'version' | 'status' | 'trigger' | 'error' | 'createdAt' | 'startedAt' | 'finishedAt'
>

/** What an error trigger is told of the execution that failed. */
export function errorItem(execution: Ended, workflowName: string | undefined): Item {
  const { id, workflowId, version, status, trigger, error, createdAt, startedAt, finishedAt } = execution
  const at = (ms: number | undefined) => new Date(ms ?? createdAt).toISOString()
  const failure = error ?? { code: `execution/${status}`, message: `The execution ended as ${status}.` }
  const told: JsonObject = {
    id,
    workflowId,
    ...(workflowName === undefined ? {} : { workflowName }),
    version,
    error: JSON.parse(JSON.stringify(failure)),
    trigger,
    startedAt: at(startedAt),
    finishedAt: at(finishedAt),
  }
  return { json: { execution: told } }
}
