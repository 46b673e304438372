import { CheckQuota, CloseAccount, GetUser, QuotaExceeded, SendEmail } from '@linkflow/contracts'
import type { Input } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { TestServices } from '@linkflow/testing'

export type Mail = Input<typeof SendEmail>

/** Stands in for the services that workspace asks: who has which account, what the plan allows, and the mails sent. */
export class StandIns {
  readonly mails: Mail[] = []
  /** What `send-email` answers. */
  mailState: 'queued' | 'not-configured' = 'queued'
  /** Members the plan allows. */
  memberLimit = Number.MAX_SAFE_INTEGER
  /** Whether something is charged for, in every workspace. */
  isBilled = false
  private readonly accounts = new Map<string, string>()

  static async of({ transport }: TestServices): Promise<StandIns> {
    const standIns = new StandIns()
    await transport.serve(SendEmail.subject, 'notification', (input) => standIns.send(input), SendEmail)
    await transport.serve(CheckQuota.subject, 'billing', (input) => standIns.check(input), CheckQuota)
    await transport.serve(GetUser.subject, 'auth', (input) => standIns.user(input), GetUser)
    const closeAccount = () => Promise.resolve({ isBilled: standIns.isBilled })
    await transport.serve(CloseAccount.subject, 'billing', closeAccount, CloseAccount)
    return standIns
  }

  /** Somebody with an account. */
  account(email = `${newId()}@example.org`): { userId: string; email: string } {
    const userId = newId()
    this.accounts.set(userId, email)
    return { userId, email }
  }

  /** The token of the latest mail to an address. */
  tokenFor(address: string): string {
    const mail = this.mails.findLast(({ to }) => to.address === address)
    return tokenOf(String(mail?.variables.inviteUrl))
  }

  private send(input: unknown) {
    this.mails.push(SendEmail.input.parse(input))
    return Promise.resolve({ messageId: newId(), state: this.mailState })
  }

  private check(input: unknown) {
    const { quota, used } = CheckQuota.input.parse(input)
    if (used < this.memberLimit) return Promise.resolve({ limit: this.memberLimit })
    return Promise.reject(QuotaExceeded({ quota, used, limit: this.memberLimit }))
  }

  private user(input: unknown) {
    const { userId } = GetUser.input.parse(input)
    const email = this.accounts.get(userId) ?? ''
    return Promise.resolve({ id: userId, email, emailVerified: true, name: 'Bob', createdAt: '2026-01-01T00:00:00Z' })
  }
}

/** The token in the link of an invitation. */
export const tokenOf = (inviteUrl: string) => inviteUrl.split('#token=')[1] ?? ''
