import { z } from 'zod'
import { roleNames } from '../core/access.js'

export const RoleRef = z.enum(roleNames)
export type RoleRef = z.infer<typeof RoleRef>
