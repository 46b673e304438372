import { Inject } from '@nestjs/common'
import { CredentialsWrong, Login } from '@linkflow/contracts'
import type { Input, SignedIn } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { PasswordHasher } from '../adapters/password-hasher.js'
import { UserStore } from '../adapters/postgres/user-store.js'
import { SignIn } from './sign-in.js'

@Handles(Login)
export class LoginHandler {
  constructor(
    @Inject(UserStore) private readonly users: UserStore,
    @Inject(PasswordHasher) private readonly hasher: PasswordHasher,
    @Inject(SignIn) private readonly signIn: SignIn,
  ) {}

  async handle({ email, password }: Input<typeof Login>, ctx: RequestContext): Promise<SignedIn> {
    const user = await this.users.findByEmail(email)
    // Without a user the same work is done, so that neither answer nor time tells who has an account.
    const matches = await this.hasher.verify(user?.passwordHash, password)
    if (!user || !matches) throw CredentialsWrong()
    return this.signIn.as(user, ctx)
  }
}
