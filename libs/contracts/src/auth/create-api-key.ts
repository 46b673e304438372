import { z } from 'zod'
import { permissions } from '../core/access.js'
import { request } from '../core/request.js'
import { AllowedAddresses, At, Name } from '../core/schemas.js'
import { ApiKeyTooStrong } from './problems.js'
import { ApiKeyView } from './views.js'

export const CreateApiKey = request('auth', 'create-api-key', {
  summary: 'Makes an API key of this workspace. The key itself is shown this once.',
  http: ['POST', '/api-keys', { status: 201 }],
  access: 'api-key:create',
  input: z.object({
    name: Name,
    permissions: z.array(z.enum(permissions)).min(1).optional().describe('All of your own when absent.'),
    expiresAt: At.optional(),
    allow: AllowedAddresses.optional().describe(
      'Where it may be used from: addresses and networks; everywhere when absent.',
    ),
  }),
  output: ApiKeyView.extend({ key: z.string() }),
  problems: [ApiKeyTooStrong],
})
