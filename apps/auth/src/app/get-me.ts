import { Inject } from '@nestjs/common'
import { GetMe } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Unauthenticated } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { UserStore } from '../adapters/postgres/user-store.js'
import { userIdOf } from '../domain/user-id-of.js'
import { viewUser } from '../domain/user.js'

@Handles(GetMe)
export class GetMeHandler {
  constructor(@Inject(UserStore) private readonly users: UserStore) {}

  async handle(_: Input<typeof GetMe>, ctx: RequestContext): Promise<Output<typeof GetMe>> {
    const user = await this.users.findById(userIdOf(ctx))
    if (!user) throw Unauthenticated()
    const { workspaceId, permissions } = ctx
    return { user: viewUser(user), ...(workspaceId !== undefined && { workspaceId }), permissions: [...permissions] }
  }
}
