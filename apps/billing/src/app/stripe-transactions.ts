import { Inject, Injectable } from '@nestjs/common'
import { Database } from '@linkflow/postgres'
import type { Transaction } from '@linkflow/postgres'
import { Turnstile } from './turnstile.js'

/** Connections that may wait for Stripe at the same time: the others are for counting and answering. */
const PLACES = 3

/** Transactions in which Stripe is asked for the present state of what they have locked. */
@Injectable()
export class StripeTransactions {
  private readonly turnstile = new Turnstile(PLACES)

  constructor(@Inject(Database) private readonly database: Database) {}

  run<T>(reason: string, fn: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.turnstile.pass(() => this.database.system(reason, fn))
  }
}
