import type { Role } from '@linkflow/contracts'
import { register } from '../client.js'
import type { Account, Client } from '../client.js'
import type { System } from '../system.js'

/** Headers by which an account works in a workspace it was added to. */
export interface Member {
  account: Account
  api: Client
}

/** Somebody new who holds a role in a workspace; written as the superuser, so that it takes nobody's invitation. */
export async function addMember(system: System, workspaceId: string, role: Role): Promise<Member> {
  const account = await register(system.url)
  await system.database.query(
    `insert into workspace.workspace_members (workspace_id, user_id, email, name, role, joined_at)
     values ($1, $2, $3, $4, $5, now())`,
    [workspaceId, account.userId, account.email, 'Member', role],
  )
  return { account, api: account.api.with({ 'x-workspace-id': workspaceId }) }
}
