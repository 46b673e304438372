import { z } from 'zod'
import { roleNames } from '../core/access.js'
import { Id } from '../core/schemas.js'

export const RoleRef = z.union([z.enum(roleNames), Id]).describe('A built-in role, or the id of one of the workspace.')
export type RoleRef = z.infer<typeof RoleRef>
