import { NodeTypeManifest } from '@linkflow/graph'
import { z } from 'zod'
import { request } from '../core/request.js'
import { NodeTypeNotFound } from './problems.js'

export const GetNodeType = request('node', 'get-node-type', {
  summary: 'Gets one node type, the newest version unless told.',
  http: ['GET', '/node-types/:type'],
  access: 'node-type:list',
  input: z.object({ type: z.string().max(128), version: z.coerce.number().int().min(1).optional() }),
  output: NodeTypeManifest,
  problems: [NodeTypeNotFound],
})
