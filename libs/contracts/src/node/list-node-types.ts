import { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { request } from '../core/request.js'

export const ListNodeTypes = request('node', 'list-node-types', {
  summary: 'Lists the newest version of every node type.',
  http: ['GET', '/node-types'],
  access: 'node-type:list',
  input: z.object({ group: z.string().max(32).optional() }),
  output: z.object({ items: z.array(NodeTypeManifest) }),
})
