import type { RoleRef } from '@linkflow/contracts'
import type { Reader, Transaction } from '@linkflow/postgres'

export interface Member {
  userId: string
  email: string
  name: string
  role: RoleRef
}

const COLUMNS = `user_id as "userId", email, name, role`

/** A member by their user, or nobody. */
export async function findMember(reader: Reader, userId: string): Promise<Member | undefined> {
  const [row] = await reader.query<Member>(
    `select ${COLUMNS} from workspace_members where workspace_id = $1 and user_id = $2`,
    [reader.workspaceId, userId],
  )
  return row
}

/** Whether an account with this address is a member. */
export async function isMember(reader: Reader, email: string): Promise<boolean> {
  const rows = await reader.query(`select 1 from workspace_members where workspace_id = $1 and email = $2`, [
    reader.workspaceId,
    email,
  ])
  return rows.length > 0
}

export async function countMembers(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from workspace_members where workspace_id = $1`,
    [reader.workspaceId],
  )
  return row?.count ?? 0
}

export async function insertMember(tx: Transaction, { userId, email, name, role }: Member, now: Date): Promise<void> {
  await tx.execute(
    `insert into workspace_members (workspace_id, user_id, email, name, role, joined_at) values ($1, $2, $3, $4, $5, $6)`,
    [tx.workspaceId, userId, email, name, role, now],
  )
}
