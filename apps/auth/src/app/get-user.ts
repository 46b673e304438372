import { Inject } from '@nestjs/common'
import { GetUser } from '@linkflow/contracts'
import type { Input, UserView } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { UserStore } from '../adapters/postgres/user-store.js'
import { viewUser } from '../domain/user.js'

@Handles(GetUser)
export class GetUserHandler {
  constructor(@Inject(UserStore) private readonly users: UserStore) {}

  async handle({ userId }: Input<typeof GetUser>): Promise<UserView> {
    const user = await this.users.findById(userId)
    if (!user) throw Unauthenticated()
    return viewUser(user)
  }
}
