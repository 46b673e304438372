import { Inject } from '@nestjs/common'
import { GetSettings } from '@linkflow/contracts'
import type { Input, WorkspaceSettings } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { readSettings } from '../adapters/postgres/settings.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(GetSettings)
export class GetSettingsHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id }: Input<typeof GetSettings>, ctx: RequestContext): Promise<WorkspaceSettings> {
    return this.database.read(ownWorkspace(id, ctx), readSettings)
  }
}
