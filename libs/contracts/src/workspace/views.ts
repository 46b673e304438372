import { z } from 'zod'
import { At, Id } from '../core/schemas.js'
import { RoleRef } from './role-ref.js'

export const WorkspaceView = z.object({ id: Id, name: z.string(), createdAt: At })
export type WorkspaceView = z.infer<typeof WorkspaceView>

export const MemberView = z.object({
  userId: Id,
  email: z.string(),
  name: z.string(),
  role: RoleRef,
  joinedAt: At,
})
export type MemberView = z.infer<typeof MemberView>

export const ListedMember = MemberView.extend({ permissions: z.array(z.string()).describe('What the role holds.') })
export type ListedMember = z.infer<typeof ListedMember>

export const Membership = z.object({ workspaceId: Id, role: RoleRef, permissions: z.array(z.string()) })
export type Membership = z.infer<typeof Membership>
