import { expect, test } from '@jest/globals'
import { Id, Nothing, request } from '@linkflow/contracts'
import { z } from 'zod'
import { changeOf } from './change-of.js'

const at = (method: 'POST' | 'DELETE', path: string, status?: number) =>
  request('workflow', 'do-it', {
    summary: 'Does it.',
    http: [method, path, { status }],
    access: 'workflow:update',
    input: z.object({ id: Id, token: z.string() }),
    output: Nothing,
  })

test('or what the contract says it is done to', () => {
  const contract = { ...at('POST', '/workspaces/:ws/transfer'), auditResource: 'members/:id' }
  expect(changeOf(contract, { id: '1', ws: '2' })).toMatchObject({ resource: 'members/1' })
})

test.each([
  [at('POST', '/workflows/:id/publish'), { resource: 'workflows/1' }],
  [at('DELETE', '/workspaces/:ws/members/:id'), { resource: 'members/1' }],
  [at('POST', '/workflows', 201), { collection: 'workflows' }],
  [at('POST', '/workflows/:id/links', 201), { resource: 'workflows/1', collection: 'links' }],
  [at('POST', '/imports'), {}],
])('is the operation and what the path names last, never what was given', (contract, expected) => {
  expect(changeOf(contract, { id: '1', ws: '2', token: 'secret' })).toEqual({ action: 'workflow.do-it', ...expected })
})
