import { Unauthenticated } from '@linkflow/kernel'
import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { AllowedAddresses, Id } from '../core/schemas.js'

export const ResolveApiKey = request('auth', 'resolve-api-key', {
  summary:
    'Tells whose key this is. Its holder’s own permissions still bound it, and the addresses it may be used from.',
  access: internal('gateway'),
  input: z.object({ key: z.string().max(256) }),
  output: z.object({
    apiKeyId: Id,
    userId: Id,
    workspaceId: Id,
    permissions: z.array(z.string()),
    allow: AllowedAddresses.optional(),
  }),
  problems: [Unauthenticated],
})
