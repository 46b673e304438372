import { Inject, Injectable } from '@nestjs/common'
import { GetWorkspace, ListMembers, WorkspaceNotFound } from '@linkflow/contracts'
import type { InputGiven, ListedMember, Output, Permission, RequestContract } from '@linkflow/contracts'
import type { RequestContext } from '@linkflow/kernel'
import { Messaging } from '@linkflow/messaging'
import { HOST } from '@linkflow/service'
import type { Host } from '@linkflow/service'

const PAGE = 100
const WITHIN_MS = 30_000

/** What the other services know about a workspace, asked in our own name with just the permission it takes. */
@Injectable()
export class WorkspaceReader {
  constructor(
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(HOST) private readonly host: Host,
  ) {}

  /** Everybody who belongs to a workspace; nobody when it is gone. */
  async members(workspaceId: string): Promise<ListedMember[]> {
    const ctx = this.contextWith('member:list', workspaceId)
    const members: ListedMember[] = []
    try {
      let cursor: string | undefined
      do {
        const page = await this.messaging.call(ListMembers, { id: workspaceId, limit: PAGE, cursor }, ctx)
        members.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== undefined)
    } catch (error) {
      if (!WorkspaceNotFound.is(error)) throw error
    }
    return members
  }

  /** The name of a workspace; a word that stands for it when it is gone. */
  async workspaceName(id: string): Promise<string> {
    try {
      return (await this.messaging.call(GetWorkspace, { id }, this.contextWith('workspace:read', id))).name
    } catch (error) {
      if (WorkspaceNotFound.is(error)) return 'A deleted workspace'
      throw error
    }
  }

  /** Asks a service about a workspace. */
  ask<C extends RequestContract>(
    contract: C,
    input: InputGiven<C>,
    { workspaceId, permission }: { workspaceId: string; permission: Permission },
  ): Promise<Output<C>> {
    return this.messaging.call(contract, input, this.contextWith(permission, workspaceId))
  }

  private contextWith(permission: Permission, workspaceId: string): RequestContext {
    const own = this.host.identity('notification').serviceContext({ workspaceId, deadlineAt: Date.now() + WITHIN_MS })
    return { ...own, permissions: new Set([permission]) }
  }
}
