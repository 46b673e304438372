import { InvitationNotFound } from '@linkflow/contracts'
import { decodeCursor } from '@linkflow/postgres'
import type { Reader, Transaction } from '@linkflow/postgres'
import type { Invitation } from '../../domain/invitation.js'

const COLUMNS = `id, email, role, invited_by as "invitedBy", created_at as "createdAt", expires_at as "expiresAt"`

/** Keeps an invitation, in place of an expired one to the same address; whether none is pending there. */
export async function insertInvitation(tx: Transaction, invitation: Invitation, tokenHash: Buffer): Promise<boolean> {
  const { id, email, role, invitedBy, createdAt, expiresAt } = invitation
  await tx.execute(`delete from invitations where workspace_id = $1 and email = $2 and expires_at <= $3`, [
    tx.workspaceId,
    email,
    createdAt,
  ])
  const inserted = await tx.execute(
    `insert into invitations (workspace_id, id, email, role, token_hash, invited_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (workspace_id, email) do nothing`,
    [tx.workspaceId, id, email, role, tokenHash, invitedBy, createdAt, expiresAt],
  )
  return inserted > 0
}

/** Newest first, one more than `limit` when there are more. */
export function listInvitations(
  reader: Reader,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Invitation[]> {
  const after = decodeCursor(cursor)
  return reader.query<Invitation>(
    `select ${COLUMNS} from invitations
     where workspace_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
     order by created_at desc, id desc limit $4`,
    [reader.workspaceId, after?.at, after?.id, limit + 1],
  )
}

/** @throws InvitationNotFound */
export async function getInvitation(reader: Reader, id: string): Promise<Invitation> {
  const [row] = await reader.query<Invitation>(
    `select ${COLUMNS} from invitations where workspace_id = $1 and id = $2`,
    [reader.workspaceId, id],
  )
  if (!row) throw InvitationNotFound()
  return row
}

/** Gives an invitation another token and more time; the one before stops working. */
export async function renewInvitation(
  tx: Transaction,
  id: string,
  { hash, expiresAt }: { hash: Buffer; expiresAt: Date },
): Promise<void> {
  await tx.execute(`update invitations set token_hash = $3, expires_at = $4 where workspace_id = $1 and id = $2`, [
    tx.workspaceId,
    id,
    hash,
    expiresAt,
  ])
}

/** How many wait for an answer that can still be given. */
export async function countPending(reader: Reader, now: Date): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*)::int as count from invitations where workspace_id = $1 and expires_at > $2`,
    [reader.workspaceId, now],
  )
  return row?.count ?? 0
}

/** @throws InvitationNotFound */
export async function deleteInvitation(tx: Transaction, id: string): Promise<void> {
  const deleted = await tx.execute(`delete from invitations where workspace_id = $1 and id = $2`, [tx.workspaceId, id])
  if (deleted === 0) throw InvitationNotFound()
}

/** Takes back what somebody sent and nobody has answered yet. */
export async function deleteInvitationsBy(tx: Transaction, userId: string): Promise<void> {
  await tx.execute(`delete from invitations where workspace_id = $1 and invited_by = $2`, [tx.workspaceId, userId])
}

/** What a token leads to. */
export interface TokenFound {
  workspaceId: string
  workspaceName: string
  email: string
  roleName: string
}

/** What a token that still works leads to; asked across workspaces, because the token is all one has. */
export async function findByToken(tx: Transaction, hash: Buffer, now: Date): Promise<TokenFound | undefined> {
  const [row] = await tx.query<TokenFound>(
    `select i.workspace_id as "workspaceId", w.name as "workspaceName", i.email, coalesce(r.name, i.role) as "roleName"
     from invitations i join workspaces w using (workspace_id)
       left join roles r on r.workspace_id = i.workspace_id and r.id::text = i.role
     where i.token_hash = $1 and i.expires_at > $2`,
    [hash, now],
  )
  return row
}

/** Uses a token up: of two who do so at once, one finds nothing. */
export async function takeInvitation(tx: Transaction, hash: Buffer, now: Date): Promise<Invitation | undefined> {
  const [row] = await tx.query<Invitation>(
    `delete from invitations where workspace_id = $1 and token_hash = $2 and expires_at > $3 returning ${COLUMNS}`,
    [tx.workspaceId, hash, now],
  )
  return row
}
