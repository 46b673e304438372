import { z } from 'zod'
import { Nothing, request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { ApiKeyNotFound } from './problems.js'

export const RevokeApiKey = request('auth', 'revoke-api-key', {
  summary: 'Ends an API key.',
  http: ['DELETE', '/api-keys/:apiKeyId', { status: 204 }],
  access: 'api-key:revoke',
  input: z.object({ apiKeyId: Id }),
  output: Nothing,
  problems: [ApiKeyNotFound],
})
