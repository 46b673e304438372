import { changeRecorded } from './core/change-recorded.js'
import type { EventContract } from './core/event.js'
import type { RequestContract } from './core/request.js'
import type { ServiceName } from './core/access.js'
import * as auth from './auth/index.js'
import * as billing from './billing/index.js'
import * as notification from './notification/index.js'
import * as schedule from './schedule/index.js'
import * as workspace from './workspace/index.js'
import * as credential from './credential/index.js'
import * as node from './node/index.js'
import * as workflow from './workflow/index.js'
import * as execution from './execution/index.js'
import * as webhook from './webhook/index.js'

const modules = [auth, workspace, credential, node, workflow, execution, webhook, schedule, notification, billing]
const declared = modules.flatMap((module) => Object.values(module)) as unknown[]
const isKind = <T extends { kind: string }>(value: unknown, kind: T['kind']): value is T =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind && 'subject' in value

/** Every request there is. */
export const requestContracts: readonly RequestContract[] = declared.filter((value) =>
  isKind<RequestContract>(value, 'request'),
)

/** Every event there is. */
export const eventContracts: readonly EventContract[] = [
  ...declared.filter((value) => isKind<EventContract>(value, 'event')),
  ...changeRecorded.values(),
]

/** The requests one service answers. Server-sent events are answered by the gateway itself. */
export const contractsOf = (service: ServiceName): readonly RequestContract[] =>
  requestContracts.filter((contract) => contract.service === service && contract.http?.reply !== 'sse')
