import { Inject } from '@nestjs/common'
import { ListInvitations } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Database, toPage } from '@linkflow/postgres'
import { Handles } from '@linkflow/service'
import { listInvitations } from '../adapters/postgres/invitations.js'
import { viewInvitation } from '../domain/invitation.js'
import { ownWorkspace } from '../domain/own-workspace.js'

@Handles(ListInvitations)
export class ListInvitationsHandler {
  constructor(@Inject(Database) private readonly database: Database) {}

  async handle(input: Input<typeof ListInvitations>, ctx: RequestContext): Promise<Output<typeof ListInvitations>> {
    const found = await this.database.read(ownWorkspace(input.id, ctx), (reader) => listInvitations(reader, input))
    return toPage(found, input.limit, viewInvitation, ({ createdAt, id }) => ({ at: createdAt.toISOString(), id }))
  }
}
