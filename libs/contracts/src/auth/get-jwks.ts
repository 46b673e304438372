import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'

export const GetJwks = request('auth', 'get-jwks', {
  summary: 'The public keys that access tokens are signed with.',
  http: ['GET', '/.well-known/jwks.json', { versioned: false }],
  access: publicAccess('public keys are public'),
  input: z.object({}),
  output: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
})
