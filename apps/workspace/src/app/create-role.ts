import { Inject } from '@nestjs/common'
import { CreateRole, MAX_ROLES, RoleNameTaken, RolesFull } from '@linkflow/contracts'
import type { Input, RoleView } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { lockWorkspace } from '../adapters/postgres/lock-workspace.js'
import { insertRole, isNameTaken, listRoles } from '../adapters/postgres/roles.js'
import { assertHolds } from '../domain/assert-holds.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { viewRole } from '../domain/role.js'
import type { Role } from '../domain/role.js'
import { presentCaller } from './present-caller.js'

@Handles(CreateRole)
export class CreateRoleHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id, name, permissions }: Input<typeof CreateRole>, anywhere: RequestContext): Promise<RoleView> {
    const ctx = ownWorkspace(id, anywhere)
    const role: Role = { id: newId(), name, permissions: [...new Set(permissions)] }
    return this.database.transact(ctx, async (tx) => {
      await lockWorkspace(tx)
      assertHolds(await presentCaller(tx, ctx, 'role:manage'), permissions)
      if ((await listRoles(tx)).length >= MAX_ROLES) throw RolesFull({ limit: MAX_ROLES })
      if (await isNameTaken(tx, role)) throw RoleNameTaken()
      await insertRole(tx, role)
      return viewRole(role)
    })
  }
}
