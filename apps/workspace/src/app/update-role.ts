import { Inject } from '@nestjs/common'
import { RoleNameTaken, UpdateRole } from '@linkflow/contracts'
import type { Input, RoleView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { getRole, isNameTaken, updateRole } from '../adapters/postgres/roles.js'
import { assertHolds } from '../domain/assert-holds.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { viewRole } from '../domain/role.js'
import { presentCaller } from './present-caller.js'

@Handles(UpdateRole)
export class UpdateRoleHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle(
    { id, roleId, name, permissions }: Input<typeof UpdateRole>,
    anywhere: RequestContext,
  ): Promise<RoleView> {
    const ctx = ownWorkspace(id, anywhere)
    return this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      const caller = await presentCaller(tx, ctx, 'role:manage')
      const before = await getRole(tx, roleId)
      const role = {
        id: roleId,
        name: name ?? before.name,
        permissions: permissions ? [...new Set(permissions)] : before.permissions,
      }
      assertHolds(caller, [...before.permissions, ...role.permissions])
      if (await isNameTaken(tx, role)) throw RoleNameTaken()
      await updateRole(tx, role)
      return viewRole(role)
    })
  }
}
