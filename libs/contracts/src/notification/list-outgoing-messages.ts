import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { OutgoingMessageView } from './views.js'

export const ListOutgoingMessages = request('notification', 'list-outgoing-messages', {
  summary: 'Lists what was sent for the workspace and what became of it, newest first; never what it says.',
  http: ['GET', '/outgoing-messages'],
  access: 'outgoing-message:list',
  input: z.object({ ...PageInput }),
  output: page(OutgoingMessageView),
})
