import type { Messaging } from '@linkflow/messaging'
import type { Host, Logger } from '@linkflow/service'
import type { GatewayConfig } from './config.js'
import type { Admission } from './identity/admission.js'
import type { Authenticator } from './identity/authenticator.js'
import type { Limits } from './limits/limits.js'
import type { LiveFeeds } from './live/live-feeds.js'

/** What the routes and the socket of one gateway share. */
export interface Edge {
  readonly host: Host
  readonly logger: Logger
  readonly config: GatewayConfig
  readonly messaging: Messaging
  readonly authenticator: Authenticator
  readonly admission: Admission
  readonly limits: Limits
  readonly feeds: LiveFeeds
}
