import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  ArchiveWorkflow,
  CreateLink,
  CreateTemplate,
  CreateWorkflow,
  DeleteTemplate,
  GetTemplate,
  GetWorkflow,
  LinkNotFound,
  ListLinks,
  ListTemplates,
  PublishWorkflow,
  RevokeLink,
  TemplateBuiltIn,
  TemplateNotFound,
  UseTemplate,
  ViewLink,
  WorkflowNotFound,
} from '@linkflow/contracts'
import { InputInvalid, newId } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { aDraft, givenWorkflowService, rejected, webhookNode } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
const credentialId = newId()
const asking = aDraft({
  nodes: [
    webhookNode('hook', { verify: { kind: 'header', header: 'X-Key', credentialId } }),
    {
      id: 'ask',
      type: 'http-request',
      parameters: { url: 'https://<<host>>/<<other>>' },
      credentials: { auth: credentialId },
    },
  ],
  connections: [{ source: 'hook', target: 'ask' }],
})

describe('templates', () => {
  test('of the product are listed before those of the workspace, and stay', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, aDraft(), ctx)
    for (const name of ['First', 'Second']) await call(CreateTemplate, { workflowId, name }, ctx)
    const seen: { name: string; builtIn: boolean }[] = []
    let cursor: string | undefined
    do {
      const page = await call(ListTemplates, { limit: 4, cursor }, ctx)
      seen.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    expect(seen.filter(({ builtIn }) => builtIn).length).toBeGreaterThanOrEqual(8)
    expect(seen.slice(-2)).toMatchObject([
      { name: 'Second', builtIn: false },
      { name: 'First', builtIn: false },
    ])
    expect(new Set(seen.map(({ name }) => name)).size).toBe(seen.length)
    await expect(call(DeleteTemplate, { templateId: 'webhook-answer' }, ctx)).rejects.toMatchObject({
      code: TemplateBuiltIn.code,
    })
  })

  test('of the product can be used at once', async () => {
    const ctx = contexts.user()
    const made = await call(UseTemplate, { templateId: 'webhook-answer', parameters: { greeting: 'Ahoy' } }, ctx)
    expect(made).toMatchObject({ name: 'Answer a webhook', revision: 1 })
    expect(JSON.stringify(made.nodes)).toContain('Ahoy {{ $json.body.name }}!')
    expect(await call(PublishWorkflow, { workflowId: made.id }, ctx)).toMatchObject({ version: 1 })
  })

  test('are saved without credentials, and filled in when they are used', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, asking, ctx)
    const parameters = [{ name: 'host', label: 'Host' }]
    const saved = await call(CreateTemplate, { workflowId, name: 'Ask', parameters }, ctx)
    expect(JSON.stringify(saved)).not.toContain(credentialId)
    expect(saved.credentials).toEqual([{ nodeId: 'ask', slot: 'auth' }])
    expect(await call(GetTemplate, { templateId: saved.id }, ctx)).toEqual(saved)
    await expect(call(UseTemplate, { templateId: saved.id }, ctx)).rejects.toMatchObject({
      code: InputInvalid.code,
      params: { errors: [{ pointer: '/parameters/host' }] },
    })
    const mine = newId()
    const use = { templateId: saved.id, name: 'Mine', parameters: { host: 'shop.example' } }
    const credentials = [{ nodeId: 'ask', slot: 'auth', credentialId: mine }]
    const made = await call(UseTemplate, { ...use, credentials }, ctx)
    expect(made.nodes[1]).toMatchObject({
      parameters: { url: 'https://shop.example/<<other>>' },
      credentials: { auth: mine },
    })
    expect(await call(GetWorkflow, { workflowId: made.id }, ctx)).toEqual(made)
    const stranger = contexts.user()
    const attempts = await Promise.allSettled([
      call(GetTemplate, { templateId: saved.id }, stranger),
      call(UseTemplate, use, stranger),
      call(DeleteTemplate, { templateId: saved.id }, stranger),
      call(GetTemplate, { templateId: 'no-such-thing' }, ctx),
    ])
    expect(rejected(attempts).filter(TemplateNotFound.is)).toHaveLength(4)
    await call(DeleteTemplate, { templateId: saved.id }, ctx)
    await expect(call(GetTemplate, { templateId: saved.id }, ctx)).rejects.toMatchObject({
      code: TemplateNotFound.code,
    })
  })
})

describe('a public link', () => {
  test('shows the workflow without credentials until it is revoked', async () => {
    const ctx = contexts.user()
    const anybody = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, asking, ctx)
    const { token, ...link } = await call(CreateLink, { workflowId }, ctx)
    const shown = await call(ViewLink, { token }, anybody)
    expect(shown).toMatchObject({ name: 'Orders', connections: asking.connections })
    expect(JSON.stringify(shown)).not.toContain(credentialId)
    expect(Object.keys(shown).sort()).toEqual(['connections', 'name', 'nodes'])
    const { items } = await call(ListLinks, { workflowId }, ctx)
    expect(items).toMatchObject([{ id: link.id }])
    expect(JSON.stringify(items)).not.toContain(token)
    const foreign = await Promise.allSettled([
      call(CreateLink, { workflowId }, anybody),
      call(ListLinks, { workflowId }, anybody),
      call(RevokeLink, { workflowId, linkId: link.id }, anybody),
    ])
    expect(rejected(foreign).filter(WorkflowNotFound.is)).toHaveLength(3)
    await call(RevokeLink, { workflowId, linkId: link.id }, ctx)
    const gone = await Promise.allSettled([
      call(ViewLink, { token }, anybody),
      call(ViewLink, { token: 'guess\u0000' }, anybody),
      call(RevokeLink, { workflowId, linkId: link.id }, ctx),
    ])
    expect(rejected(gone).filter(LinkNotFound.is)).toHaveLength(3)
  })

  test('shows nothing of an archived workflow', async () => {
    const ctx = contexts.user()
    const { id: workflowId } = await call(CreateWorkflow, asking, ctx)
    const { token } = await call(CreateLink, { workflowId }, ctx)
    await call(ArchiveWorkflow, { workflowId }, ctx)
    await expect(call(ViewLink, { token }, contexts.user())).rejects.toMatchObject({ code: LinkNotFound.code })
  })
})
