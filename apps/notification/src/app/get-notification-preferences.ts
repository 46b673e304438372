import { Inject } from '@nestjs/common'
import { GetNotificationPreferences } from '@linkflow/contracts'
import type { Input, PreferencesView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { PreferenceStore } from '../adapters/postgres/preference-store.js'
import { ownPlace } from '../domain/own-place.js'
import { viewPreferences } from '../domain/preferences.js'
import { WorkspaceReader } from './workspace-reader.js'

@Handles(GetNotificationPreferences)
export class GetNotificationPreferencesHandler {
  constructor(
    @Inject(PreferenceStore) private readonly store: PreferenceStore,
    @Inject(WorkspaceReader) private readonly workspaces: WorkspaceReader,
  ) {}

  async handle(_input: Input<typeof GetNotificationPreferences>, ctx: RequestContext): Promise<PreferencesView> {
    const { userId, workspaceId } = ownPlace(ctx)
    const [preferences, members] = await Promise.all([
      this.store.get(ctx, userId),
      this.workspaces.members(workspaceId),
    ])
    return viewPreferences(
      preferences,
      members.find((member) => member.userId === userId),
    )
  }
}
