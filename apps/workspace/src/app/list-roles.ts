import { Inject } from '@nestjs/common'
import { ListRoles, roleNames, roles } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { listRoles } from '../adapters/postgres/roles.js'
import { ownWorkspace } from '../domain/own-workspace.js'
import { viewRole } from '../domain/role.js'

const BUILT_IN = roleNames.map((name) => ({ id: name, name, permissions: [...roles[name]], builtIn: true }))

@Handles(ListRoles)
export class ListRolesHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id }: Input<typeof ListRoles>, ctx: RequestContext): Promise<Output<typeof ListRoles>> {
    const own = await this.database.read(ownWorkspace(id, ctx), listRoles)
    return { items: [...BUILT_IN, ...own.map(viewRole)] }
  }
}
