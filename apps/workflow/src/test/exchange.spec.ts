import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateFolder,
  CreateWorkflow,
  ExportTooLarge,
  ExportWorkflows,
  FolderNotFound,
  FormatUnknown,
  GetCredential,
  GetWorkflow,
  ImportWorkflows,
  ListWorkflows,
  TagWorkflow,
  WorkflowNotFound,
} from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { aDraft, givenWorkflowService, webhookNode } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
  await given.services.transport.serve(
    GetCredential.subject,
    'credential',
    async (input) => {
      const { credentialId: id } = GetCredential.input.parse(input)
      const at = new Date().toISOString()
      return { id, name: 'Shop', type: 'header', fingerprint: 'x', fields: {}, createdAt: at, updatedAt: at }
    },
    GetCredential,
  )
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)

function withCredentials(auth: string, verify: string) {
  return aDraft({
    nodes: [
      webhookNode('hook', { verify: { kind: 'header', header: 'X-Key', credentialId: verify } }),
      { id: 'ask', type: 'http-request', parameters: { url: 'https://x.example' }, credentials: { auth } },
    ],
    connections: [{ source: 'hook', target: 'ask' }],
  })
}

describe('a document', () => {
  test('takes workflows elsewhere, with the credentials that are chosen there', async () => {
    const ctx = contexts.user()
    const [auth, verify] = [newId(), newId()]
    const one = await call(CreateWorkflow, withCredentials(auth, verify), ctx)
    const two = await call(CreateWorkflow, aDraft({ name: 'Second' }), ctx)
    await call(TagWorkflow, { workflowId: one.id, tags: ['shop'] }, ctx)
    const document = await call(ExportWorkflows, { workflowIds: [one.id, two.id, one.id] }, ctx)
    expect(document).toMatchObject({
      format: 'linkflow/workflow@1',
      workflows: [
        { name: 'Orders', tags: ['shop'], credentialNames: { [auth]: 'Shop', [verify]: 'Shop' } },
        { name: 'Second' },
      ],
    })
    const elsewhere = contexts.user()
    const { id: folderId } = await call(CreateFolder, { name: 'Imported' }, elsewhere)
    const mine = newId()
    const { items } = await call(ImportWorkflows, { ...document, folderId, credentials: { [auth]: mine } }, elsewhere)
    expect(items.map(({ workflow }) => workflow)).toMatchObject([
      { name: 'Orders', tags: ['shop'], folderId },
      { name: 'Second', folderId },
    ])
    const read = await call(GetWorkflow, { workflowId: items[0]!.workflow.id }, elsewhere)
    expect(read.nodes[1]?.credentials).toEqual({ auth: mine })
    expect(JSON.stringify(read)).not.toContain(verify)
    expect((await call(ListWorkflows, { credentialId: mine }, elsewhere)).items).toHaveLength(1)
  })

  test('with unknown node types and dangling connections is imported with findings', async () => {
    const ctx = contexts.user()
    const broken = aDraft({
      nodes: [webhookNode('hook'), { id: 'odd', type: 'vendor/thing', parameters: { any: 1 } }],
      connections: [
        { source: 'hook', target: 'odd' },
        { source: 'odd', target: 'nowhere' },
      ],
    })
    const document = { format: 'linkflow/workflow@1', workflows: [broken] }
    const { items } = await call(ImportWorkflows, document, ctx)
    const codes = items[0]!.findings.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['unknown-node-type', 'dangling-connection']))
    expect(await call(GetWorkflow, { workflowId: items[0]!.workflow.id }, ctx)).toMatchObject(broken)
  })

  test('is imported whole or not at all', async () => {
    const ctx = contexts.user()
    const document = { format: 'linkflow/workflow@1', workflows: [aDraft(), aDraft()] }
    await expect(call(ImportWorkflows, { ...document, folderId: newId() }, ctx)).rejects.toMatchObject({
      code: FolderNotFound.code,
    })
    await expect(call(ImportWorkflows, { ...document, format: 'n8n' }, ctx)).rejects.toMatchObject({
      code: FormatUnknown.code,
    })
    expect(await call(ListWorkflows, {}, ctx)).toEqual({ items: [] })
  })

  test('holds as much as one answer can', async () => {
    const ctx = contexts.user()
    const large = aDraft({
      nodes: [{ id: 'a', type: 'no-op', parameters: { text: 'x'.repeat(1_000_000) } }],
      connections: [],
    })
    const ids: string[] = []
    for (let i = 0; i < 3; i += 1) ids.push((await call(CreateWorkflow, large, ctx)).id)
    await expect(call(ExportWorkflows, { workflowIds: ids }, ctx)).rejects.toMatchObject({ code: ExportTooLarge.code })
    await expect(call(ExportWorkflows, { workflowIds: ids }, contexts.user())).rejects.toMatchObject({
      code: WorkflowNotFound.code,
    })
  })
})
