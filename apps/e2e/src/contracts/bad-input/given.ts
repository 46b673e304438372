import type { Account } from '../../client.js'
import type { Target } from './target.js'

/** What a suite needs, once the system runs. */
export interface GivenSystem {
  /** Of the public API. */
  url: string
  ann: Account
  /** A server that workflows may reach. */
  allowed: Target
  /** A server that they may not reach, though it listens on the same machine. */
  inside: Target
}

/** Only to be called within tests. */
export type Given = () => GivenSystem
