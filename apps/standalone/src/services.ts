import { auth } from '@linkflow/auth'
import { billing } from '@linkflow/billing'
import { credential } from '@linkflow/credential'
import { execution } from '@linkflow/execution'
import { gateway } from '@linkflow/gateway'
import { node } from '@linkflow/node'
import type { ServiceSchema } from '@linkflow/postgres'
import type { Service } from '@linkflow/service'
import { notification } from '@linkflow/notification'
import { schedule } from '@linkflow/schedule'
import { webhook } from '@linkflow/webhook'
import { workflow } from '@linkflow/workflow'
import { workspace } from '@linkflow/workspace'

/** All services, in the order they start: the gateway opens the door last. */
export const services: readonly Service[] = [
  workspace,
  auth,
  credential,
  node,
  workflow,
  execution,
  webhook,
  schedule,
  notification,
  billing,
  gateway,
]

/** The schemas of those that keep data. */
export const schemas: readonly ServiceSchema[] = services.flatMap(({ schema }) => (schema ? [schema] : []))
