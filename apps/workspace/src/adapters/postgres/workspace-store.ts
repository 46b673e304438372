import { Inject, Injectable } from '@nestjs/common'
import { WorkspaceNotFound } from '@linkflow/contracts'
import type { ListedMember, Permission, RoleRef, WorkspaceView } from '@linkflow/contracts'
import { Database, decodeCursor } from '@linkflow/postgres'
import type { Opening, Reader } from '@linkflow/postgres'
import { viewMember } from '../../domain/member.js'
import type { Member } from '../../domain/member.js'
import { permissionsOf } from '../../domain/role.js'

interface WorkspaceRow {
  workspace_id: string
  name: string
  created_at: Date
}

export interface Owner {
  userId: string
  email: string
  name: string
}

export interface MembershipOfUser {
  workspaceId: string
  name: string
  role: RoleRef
  permissions: readonly Permission[]
  createdAt: string
}

/** Workspaces and who belongs to them. */
@Injectable()
export class WorkspaceStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Stores a workspace with its owner, or nothing at all when the id is known already; gives what is stored. */
  create(workspace: { id: string; name: string; owner: Owner }, now: Date): Promise<WorkspaceView> {
    const { id, name, owner } = workspace
    return this.database.transact({ workspaceId: id }, async (tx) => {
      // The loser of two equal calls waits here for the winner's commit, so the owner is never stored twice.
      const inserted = await tx.query(
        `insert into workspaces (workspace_id, name, created_at) values ($1, $2, $3) on conflict do nothing returning 1`,
        [id, name, now],
      )
      if (inserted.length > 0)
        await tx.query(
          `insert into workspace_members (workspace_id, user_id, email, name, role, joined_at)
           values ($1, $2, $3, $4, 'owner', $5)`,
          [id, owner.userId, owner.email, owner.name, now],
        )
      return read(tx)
    })
  }

  /** @throws WorkspaceNotFound */
  get(ctx: Opening): Promise<WorkspaceView> {
    return this.database.read(ctx, read)
  }

  /** @throws WorkspaceNotFound */
  rename(ctx: Opening, name: string): Promise<WorkspaceView> {
    return this.database.transact(ctx, async (tx) => {
      await tx.query(`update workspaces set name = $2 where workspace_id = $1`, [tx.workspaceId, name])
      return read(tx)
    })
  }

  /** Members in the order they joined, one more than `limit` when there are more. */
  async listMembers(ctx: Opening, page: { limit: number; cursor?: string }): Promise<ListedMember[]> {
    const after = decodeCursor(page.cursor)
    const rows = await this.database.read(ctx, (reader) =>
      reader.query<Member & { permissions: string[] | null }>(
        `select m.user_id as "userId", m.email, m.name, m.role, m.joined_at as "joinedAt", r.permissions
         from workspace_members m left join roles r on r.workspace_id = m.workspace_id and r.id::text = m.role
         where m.workspace_id = $1 and ($2::timestamptz is null or (m.joined_at, m.user_id) > ($2, $3::uuid))
         order by m.joined_at, m.user_id limit $4`,
        [reader.workspaceId, after?.at, after?.id, page.limit + 1],
      ),
    )
    return rows.map(({ permissions, ...member }) => ({
      ...viewMember(member),
      permissions: [...permissionsOf(member.role, permissions)],
    }))
  }

  /** What a user belongs to, in the order they joined; a person's workspaces are found across all of them. */
  listOfUser(userId: string, only?: string): Promise<MembershipOfUser[]> {
    return this.database.system('memberships of a user', async (tx) => {
      const rows = await tx.query<WorkspaceRow & { role: RoleRef; permissions: string[] | null }>(
        `select w.workspace_id, w.name, w.created_at, m.role, r.permissions
         from workspace_members m join workspaces w using (workspace_id)
           left join roles r on r.workspace_id = m.workspace_id and r.id::text = m.role
         where m.user_id = $1 and ($2::uuid is null or m.workspace_id = $2)
         order by m.joined_at, m.workspace_id`,
        [userId, only],
      )
      return rows.map((row) => ({
        workspaceId: row.workspace_id,
        name: row.name,
        role: row.role,
        permissions: permissionsOf(row.role, row.permissions),
        createdAt: row.created_at.toISOString(),
      }))
    })
  }
}

async function read(reader: Reader): Promise<WorkspaceView> {
  const [row] = await reader.query<WorkspaceRow>(
    `select workspace_id, name, created_at from workspaces where workspace_id = $1`,
    [reader.workspaceId],
  )
  if (!row) throw WorkspaceNotFound()
  return { id: row.workspace_id, name: row.name, createdAt: row.created_at.toISOString() }
}
