import { RoleNotFound, RoleUnknown, roleNames, roles } from '@linkflow/contracts'
import type { Permission, RoleRef } from '@linkflow/contracts'
import type { Reader, Transaction } from '@linkflow/postgres'
import { isBuiltIn, knownPermissions } from '../../domain/role.js'
import type { Role } from '../../domain/role.js'

/** The roles a workspace made, by name. */
export async function listRoles(reader: Reader): Promise<Role[]> {
  const rows = await reader.query<{ id: string; name: string; permissions: string[] }>(
    `select id, name, permissions from roles where workspace_id = $1 order by lower(name)`,
    [reader.workspaceId],
  )
  return rows.map((row) => ({ ...row, permissions: knownPermissions(row.permissions) }))
}

/** @throws RoleNotFound */
export async function getRole(reader: Reader, id: string): Promise<Role> {
  const role = await findRole(reader, id)
  if (!role) throw RoleNotFound()
  return role
}

/** What a role to be given is called and holds. @throws RoleUnknown */
export async function describeRole(
  reader: Reader,
  ref: RoleRef,
): Promise<{ name: string; permissions: readonly Permission[] }> {
  const role = isBuiltIn(ref) ? { name: ref, permissions: roles[ref] } : await findRole(reader, ref)
  if (!role) throw RoleUnknown()
  return role
}

/** Whether another role, built-in or not, has this name in whichever letters. */
export async function isNameTaken(reader: Reader, { id, name }: Role): Promise<boolean> {
  if (roleNames.some((builtIn) => builtIn === name.toLowerCase())) return true
  const rows = await reader.query(
    `select 1 from roles where workspace_id = $1 and lower(name) = lower($2) and id <> $3`,
    [reader.workspaceId, name, id],
  )
  return rows.length > 0
}

export async function insertRole(tx: Transaction, { id, name, permissions }: Role): Promise<void> {
  await tx.execute(`insert into roles (workspace_id, id, name, permissions) values ($1, $2, $3, $4)`, [
    tx.workspaceId,
    id,
    name,
    permissions,
  ])
}

export async function updateRole(tx: Transaction, { id, name, permissions }: Role): Promise<void> {
  await tx.execute(`update roles set name = $3, permissions = $4 where workspace_id = $1 and id = $2`, [
    tx.workspaceId,
    id,
    name,
    permissions,
  ])
}

/** Whether a member has the role, or an invitation offers it. */
export async function isRoleUsed(reader: Reader, id: string): Promise<boolean> {
  const rows = await reader.query(
    `select 1 from workspace_members where workspace_id = $1 and role = $2
     union all select 1 from invitations where workspace_id = $1 and role = $2 limit 1`,
    [reader.workspaceId, id],
  )
  return rows.length > 0
}

export async function deleteRole(tx: Transaction, id: string): Promise<void> {
  await tx.execute(`delete from roles where workspace_id = $1 and id = $2`, [tx.workspaceId, id])
}

async function findRole(reader: Reader, id: string): Promise<Role | undefined> {
  return (await listRoles(reader)).find((role) => role.id === id)
}
