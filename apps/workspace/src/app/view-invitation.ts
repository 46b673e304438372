import { Inject } from '@nestjs/common'
import { ViewInvitation } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'
import { OpenInvitation } from './open-invitation.js'

@Handles(ViewInvitation)
export class ViewInvitationHandler {
  constructor(@Inject(OpenInvitation) private readonly open: OpenInvitation) {}

  async handle({ token }: Input<typeof ViewInvitation>): Promise<Output<typeof ViewInvitation>> {
    const { workspaceName, roleName } = await this.open.find(token)
    return { workspaceName, roleName }
  }
}
