import { Inject } from '@nestjs/common'
import { UpdateNotificationPreferences } from '@linkflow/contracts'
import type { Input, PreferencesView } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Handles } from '@linkflow/service'
import { PreferenceStore } from '../adapters/postgres/preference-store.js'
import { checkPreferences } from '../domain/check-preferences.js'
import { ownPlace } from '../domain/own-place.js'
import { viewPreferences } from '../domain/preferences.js'
import { WorkspaceReader } from './workspace-reader.js'

@Handles(UpdateNotificationPreferences)
export class UpdateNotificationPreferencesHandler {
  constructor(
    @Inject(PreferenceStore) private readonly store: PreferenceStore,
    @Inject(WorkspaceReader) private readonly workspaces: WorkspaceReader,
  ) {}

  async handle(input: Input<typeof UpdateNotificationPreferences>, ctx: RequestContext): Promise<PreferencesView> {
    const { userId, workspaceId } = ownPlace(ctx)
    checkPreferences(input)
    const preferences = await this.store.update(ctx, userId, input)
    const members = await this.workspaces.members(workspaceId)
    return viewPreferences(
      preferences,
      members.find((member) => member.userId === userId),
    )
  }
}
