import { Inject } from '@nestjs/common'
import { EmailTaken, PasswordWeak, Register, RegistrationClosed } from '@linkflow/contracts'
import type { Input, SignedIn } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { Clock, RequestContext } from '@linkflow/kernel'
import { CLOCK, Handles } from '@linkflow/service'
import { PasswordHasher } from '../adapters/password-hasher.js'
import { UserStore } from '../adapters/postgres/user-store.js'
import { passwordWeakness } from '../domain/password-weakness.js'
import type { User } from '../domain/user.js'
import { RegistrationPolicy } from './registration-policy.js'
import { SignIn } from './sign-in.js'

@Handles(Register)
export class RegisterHandler {
  constructor(
    @Inject(RegistrationPolicy) private readonly policy: RegistrationPolicy,
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The user is stored first and the workspace made second; a crash between is mended by the next login. */
  async handle(input: Input<typeof Register>, ctx: RequestContext): Promise<SignedIn> {
    const { email, password, name } = input
    const { onlyFirst } = await this.policy.check(input, ctx)
    const reason = passwordWeakness(password, { email, name })
    if (reason !== undefined) throw PasswordWeak({ reason })
    const user: User = {
      id: newId(),
      email,
      name,
      passwordHash: await this.hasher.hash(password),
      state: 'pending',
      firstWorkspaceId: newId(),
      createdAt: this.clock.now(),
    }
    const outcome = await this.users.insert(user, onlyFirst)
    if (outcome === 'email-taken') throw EmailTaken()
    if (outcome === 'not-first') throw RegistrationClosed()
    return this.signIn.as(user, ctx)
  }
}
