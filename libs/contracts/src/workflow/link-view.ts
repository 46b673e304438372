import { z } from 'zod'
import { At, Id } from '../core/schemas.js'

export const LinkView = z.object({ id: Id, createdAt: At, createdBy: z.string() })
export type LinkView = z.infer<typeof LinkView>
