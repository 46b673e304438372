import { z } from 'zod'
import { internal } from '../core/access.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'
import { UserView } from './views.js'

export const GetUser = request('auth', 'get-user', {
  summary: 'Tells who a user is.',
  access: internal('workspace'),
  input: z.object({ userId: Id }),
  output: UserView,
})
