import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { UserView } from './views.js'

export const GetMe = request('auth', 'get-me', {
  summary: 'Tells who is signed in, in which workspace, and what they may do there.',
  http: ['GET', '/auth/me'],
  access: authenticated(),
  input: z.object({}),
  output: z.object({ user: UserView, workspaceId: Id.optional(), permissions: z.array(z.string()) }),
})
