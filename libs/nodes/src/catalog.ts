import { createCatalog } from '@linkflow/graph'
import type { NodeTypeManifest } from '@linkflow/graph'
import type { PureNode } from './node.js'
import { aggregate } from './types/aggregate.js'
import { code } from './types/code.js'
import { errorTrigger } from './types/error-trigger.js'
import { filter } from './types/filter.js'
import { httpRequest } from './types/http-request.js'
import { ifNode } from './types/if.js'
import { limit } from './types/limit.js'
import { manualTrigger } from './types/manual-trigger.js'
import { merge } from './types/merge.js'
import { noOp } from './types/no-op.js'
import { removeDuplicates } from './types/remove-duplicates.js'
import { rename } from './types/rename.js'
import { respondToWebhook } from './types/respond-to-webhook.js'
import { scheduleTrigger } from './types/schedule-trigger.js'
import { set } from './types/set.js'
import { sort } from './types/sort.js'
import { splitOut } from './types/split-out.js'
import { stopAndError } from './types/stop-and-error.js'
import { summarize } from './types/summarize.js'
import { switchNode } from './types/switch.js'
import { webhookTrigger } from './types/webhook-trigger.js'

const pureNodes: readonly PureNode[] = [
  set,
  rename,
  ifNode,
  switchNode,
  filter,
  merge,
  splitOut,
  aggregate,
  summarize,
  sort,
  limit,
  removeDuplicates,
  noOp,
  stopAndError,
  respondToWebhook,
]
const byKey = new Map(pureNodes.map((node) => [`${node.manifest.type}@${node.manifest.version}`, node]))

/** The manifests of every built-in node type, triggers first. */
export const manifests: readonly NodeTypeManifest[] = [
  manualTrigger,
  webhookTrigger,
  scheduleTrigger,
  errorTrigger,
  ...pureNodes.map((node) => node.manifest),
  code,
  httpRequest,
]

/** The built-in node types. */
export const catalog = createCatalog(manifests)

/** The implementation of a pure node type; undefined for triggers, which do not run, and for types that reach outside. */
export function pureNode(type: string, version: number): PureNode | undefined {
  return byKey.get(`${type}@${version}`)
}
