import { Inject } from '@nestjs/common'
import { UpdateSettings } from '@linkflow/contracts'
import type { Input, WorkspaceSettings } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { readSettings, writeSettings } from '../adapters/postgres/settings.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(UpdateSettings)
export class UpdateSettingsHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle({ id, ...settings }: Input<typeof UpdateSettings>, ctx: RequestContext): Promise<WorkspaceSettings> {
    return this.database.transact(ownWorkspace(id, ctx), async (tx) => {
      await writeSettings(tx, settings)
      return readSettings(tx)
    })
  }
}
