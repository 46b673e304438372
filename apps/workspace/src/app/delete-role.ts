import { Inject } from '@nestjs/common'
import { DeleteRole, RoleInUse } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { deleteRole, getRole, isRoleUsed } from '../adapters/postgres/roles.js'
import { assertHolds } from '../domain/assert-holds.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { presentCaller } from './present-caller.js'

@Handles(DeleteRole)
export class DeleteRoleHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id, roleId }: Input<typeof DeleteRole>, anywhere: RequestContext): Promise<Output<typeof DeleteRole>> {
    const ctx = ownWorkspace(id, anywhere)
    await this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      const caller = await presentCaller(tx, ctx, 'role:manage')
      assertHolds(caller, (await getRole(tx, roleId)).permissions)
      if (await isRoleUsed(tx, roleId)) throw RoleInUse()
      await deleteRole(tx, roleId)
    })
    return {}
  }
}
