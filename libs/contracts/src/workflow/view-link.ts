import { DraftDefinition } from '@linkflow/graph'
import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { LinkNotFound } from './problems.js'
import { DEFINITION_BYTES } from './views.js'

export const ViewLink = request('workflow', 'view-link', {
  summary: 'Shows the workflow behind a public link, without credentials.',
  http: ['GET', '/shared-workflows/:token', { rate: 'sensitive' }],
  access: publicAccess('the token is the permission: 256 random bits, of which only a hash is kept'),
  input: z.object({ token: z.string().max(100) }),
  output: z.object({ name: z.string(), ...DraftDefinition.shape }),
  problems: [LinkNotFound],
  maxBytes: DEFINITION_BYTES,
})
