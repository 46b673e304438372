import { z } from 'zod'
import { roleNames } from '../core/access.js'
import { At, Id } from '../core/schemas.js'

export const WorkspaceView = z.object({ id: Id, name: z.string(), createdAt: At })
export type WorkspaceView = z.infer<typeof WorkspaceView>

export const MemberView = z.object({
  userId: Id,
  email: z.string(),
  name: z.string(),
  role: z.enum(roleNames),
  joinedAt: At,
})
export type MemberView = z.infer<typeof MemberView>

export const Membership = z.object({ workspaceId: Id, role: z.enum(roleNames), permissions: z.array(z.string()) })
export type Membership = z.infer<typeof Membership>
