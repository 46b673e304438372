import { MemberNotFound } from '@linkflow/contracts'
import type { RoleRef } from '@linkflow/contracts'
import type { Reader, Transaction } from '@linkflow/postgres'
import type { Member } from '../../domain/member.js'

const COLUMNS = `user_id as "userId", email, name, role, joined_at as "joinedAt"`

/** A member by their user, or nobody. */
export async function findMember(reader: Reader, userId: string): Promise<Member | undefined> {
  const [row] = await reader.query<Member>(
    `select ${COLUMNS} from workspace_members where workspace_id = $1 and user_id = $2`,
    [reader.workspaceId, userId],
  )
  return row
}

/** @throws MemberNotFound */
export async function getMember(reader: Reader, userId: string): Promise<Member> {
  const member = await findMember(reader, userId)
  if (!member) throw MemberNotFound()
  return member
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

export async function countOwners(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from workspace_members where workspace_id = $1 and role = 'owner'`,
    [reader.workspaceId],
  )
  return row?.count ?? 0
}

export async function setRole(tx: Transaction, userId: string, role: RoleRef): Promise<void> {
  await tx.execute(`update workspace_members set role = $3 where workspace_id = $1 and user_id = $2`, [
    tx.workspaceId,
    userId,
    role,
  ])
}

export async function deleteMember(tx: Transaction, userId: string): Promise<void> {
  await tx.execute(`delete from workspace_members where workspace_id = $1 and user_id = $2`, [tx.workspaceId, userId])
}

export async function insertMember(tx: Transaction, { userId, email, name, role, joinedAt }: Member): Promise<void> {
  await tx.execute(
    `insert into workspace_members (workspace_id, user_id, email, name, role, joined_at) values ($1, $2, $3, $4, $5, $6)`,
    [tx.workspaceId, userId, email, name, role, joinedAt],
  )
}
