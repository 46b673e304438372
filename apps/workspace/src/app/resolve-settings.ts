import { Inject } from '@nestjs/common'
import { ResolveSettings } from '@linkflow/contracts'
import type { Input, WorkspaceSettings } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { readSettings } from '../adapters/postgres/settings.js'

@Handles(ResolveSettings)
export class ResolveSettingsHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  handle(_: Input<typeof ResolveSettings>, ctx: RequestContext): Promise<WorkspaceSettings> {
    return this.database.read(ctx, readSettings)
  }
}
