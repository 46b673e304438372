import { Client } from 'pg'
import type { ClientConfig } from 'pg'

/**
 * A connection whose loss does not end the process. Between the moment the pool hands one out and the moment its taker
 * listens, an `error` of the server (it ends the connection) would reach nobody, and Node.js ends over that. The statement
 * under way, or the next one, fails all the same.
 */
export class PooledClient extends Client {
  constructor(config?: ClientConfig) {
    super(config)
    this.on('error', () => undefined)
  }
}
