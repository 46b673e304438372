import { Unauthenticated } from '@linkflow/kernel'
import { checkAccess } from '@linkflow/service'
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { HttpContract } from '../http/http-contract.js'
import { addressKey } from '../limits/address-key.js'
import type { Allowance, Limits } from '../limits/limits.js'
import type { Authenticator, Caller, Credentials } from './authenticator.js'
import { readCredentials } from './read-credentials.js'

/** A caller that may go on, and what is left of its budget. */
export interface Admitted {
  caller: Caller
  allowance?: Allowance
}

/** Who shows nothing because nothing is asked for. */
export const anonymous: Caller = { principal: { kind: 'anonymous' }, permissions: new Set() }

/** Decides before a body is read: who is it, may it do this, and not too often. */
export class Admission {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly limits: Limits,
  ) {}

  /**
   * @throws Unauthenticated, Forbidden, WorkspaceNotFound, InputInvalid, LimitExceeded
   */
  async admit(contract: HttpContract, headers: IncomingHttpHeaders, address: string): Promise<Admitted> {
    const sensitive = contract.http.rate === 'sensitive'
    const first = sensitive ? await this.limits.consume('sensitive', addressKey(address)) : undefined
    // Whoever calls a public operation may carry an Authorization header that is meant for somebody else.
    if (contract.access.kind === 'public')
      return { caller: anonymous, allowance: first ?? (await this.limits.consume('anonymous', addressKey(address))) }
    const { caller, allowance } = await this.authenticate(readCredentials(headers), address)
    checkAccess(contract, { ...caller, requestId: '', deadlineAt: 0 })
    return { caller, allowance: first ?? allowance }
  }

  /**
   * Who shows these credentials. A wrong one is paid for by its address, a good one by its owner.
   *
   * @throws Unauthenticated, WorkspaceNotFound, LimitExceeded
   */
  async authenticate(credentials: Credentials, address: string): Promise<Admitted> {
    let caller: Caller
    try {
      caller = await this.authenticator.authenticate(credentials, address)
    } catch (error) {
      if (Unauthenticated.is(error)) await this.limits.consume('anonymous', addressKey(address))
      throw error
    }
    return { caller, allowance: await this.count(caller) }
  }

  /**
   * Counts a request of somebody who is known.
   *
   * @throws LimitExceeded
   */
  count(caller: Caller): Promise<Allowance | undefined> {
    return this.limits.consume('principal', principalKey(caller))
  }

  /**
   * Counts an attempt at an account, whichever address it comes from, when the input names one.
   *
   * @throws LimitExceeded
   */
  async countAccount(contract: HttpContract, input: Readonly<Record<string, unknown>>): Promise<void> {
    if (contract.http.rate !== 'sensitive' || typeof input.email !== 'string') return
    const account = input.email.trim().toLowerCase()
    await this.limits.consume('account', createHash('sha256').update(account).digest('base64url'))
  }
}

function principalKey({ principal }: Caller): string {
  return 'id' in principal ? `${principal.kind}:${principal.id}` : principal.kind
}
