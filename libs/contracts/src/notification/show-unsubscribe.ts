import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { RawReply } from '../core/schemas.js'
import { UnsubscribeLinkInvalid } from './problems.js'

export const ShowUnsubscribe = request('notification', 'show-unsubscribe', {
  summary: 'A page that asks whether to stop these e-mails; looking at it changes nothing.',
  http: ['GET', '/unsubscribe/:token', { versioned: false, body: 'raw', reply: 'raw', rate: 'ingress' }],
  access: publicAccess('the signed token names one person and one kind of e-mail'),
  input: z.object({ token: z.string().max(1024) }),
  output: RawReply,
  problems: [UnsubscribeLinkInvalid],
})
