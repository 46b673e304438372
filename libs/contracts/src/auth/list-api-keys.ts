import { z } from 'zod'
import { PageInput, page } from '../core/page.js'
import { request } from '../core/request.js'
import { ApiKeyView } from './views.js'

export const ListApiKeys = request('auth', 'list-api-keys', {
  summary: 'Lists the API keys of the workspace, newest first.',
  http: ['GET', '/api-keys'],
  access: 'api-key:list',
  input: z.object(PageInput),
  output: page(ApiKeyView),
})
