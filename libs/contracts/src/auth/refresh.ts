import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { RefreshTokenInvalid } from './problems.js'
import { Tokens } from './views.js'

export const Refresh = request('auth', 'refresh', {
  summary: 'Exchanges a refresh token for new tokens. A token used twice ends its whole session.',
  http: ['POST', '/auth/refresh', { rate: 'sensitive' }],
  access: publicAccess('the refresh token is the credential'),
  input: z.object({ refreshToken: z.string().min(1).max(512) }),
  output: Tokens,
  problems: [RefreshTokenInvalid],
})
