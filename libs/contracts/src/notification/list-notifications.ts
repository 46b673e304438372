import { z } from 'zod'
import { authenticated } from '../core/access.js'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { Id } from '../core/schemas.js'

export const ListNotifications = request('notification', 'list-notifications', {
  summary: 'List notifications.',
  http: ['GET', '/notifications'],
  access: authenticated(),
  input: z.object({ ...PageInput }),
  output: page(z.object({ id: Id })),
})
