import { Inject, Injectable } from '@nestjs/common'
import { SendEmail } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import type { WorkspaceContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { CONFIG, HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'
import type { WorkspaceConfig } from '../config.js'

export interface InvitationToSend {
  email: string
  token: string
  inviterName: string
  workspaceName: string
  roleName: string
}

/** Sends invitations. */
@Injectable()
export class InvitationMail {
  constructor(
    @Inject(CONFIG) private readonly config: WorkspaceConfig,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** Has it mailed; when that cannot be, gives the link for whoever invites to hand over. */
  async send(invitation: InvitationToSend, ctx: WorkspaceContext): Promise<{ inviteUrl?: string }> {
    const { email, token, inviterName, workspaceName, roleName } = invitation
    // The token is in the fragment, which browsers do not send: it is in no access log and no Referer.
    const inviteUrl = `${this.config.LINKFLOW_PUBLIC_URL}/invitation#token=${token}`
    const mail = {
      key: newId(),
      to: { address: email },
      template: 'invitation' as const,
      variables: { inviterName, workspaceName, role: roleName, inviteUrl },
      workspaceId: ctx.workspaceId,
    }
    try {
      // Sent whether or not the person who asked still waits.
      const { state } = await this.messaging.call(SendEmail, mail, { ...ctx, signal: undefined })
      return state === 'not-configured' ? { inviteUrl } : {}
    } catch (err) {
      this.host.logger('workspace').warn({ err }, 'invitation not mailed')
      return { inviteUrl }
    }
  }
}
