import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { request } from 'node:http'
import { until } from '@linkflow/testing'
import { Client, register, row } from './client.js'
import type { Account } from './client.js'
import { System } from './system.js'

const start = { id: 'start', type: 'manual-trigger', parameters: {} }
const say = (text: string) => ({ id: 'say', type: 'set', parameters: { fields: { text } } })

/** The status of a request that announces so many bytes and sends none: the refusal need not wait for them. */
function announce(url: string, token: string, bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': bytes }
    const sent = request(url, { method: 'POST', headers })
    sent.once('response', ({ statusCode }) => {
      resolve(statusCode)
      sent.destroy()
    })
    sent.on('error', reject)
    sent.flushHeaders()
  })
}

describe.each(['standalone', 'distributed'] as const)('the library of workflows, %s', (topology) => {
  let system: System
  let ann: Account

  beforeAll(async () => {
    system = await System.start(topology)
    ann = await register(system.url)
  })
  afterAll(() => system?.stop())

  const create = async (name: string, drawing: object) =>
    (await ann.api.post('/workflows', { name, ...drawing })).body as { id: string; revision: number }
  const named = async (query: string): Promise<string[]> =>
    (await ann.api.get(`/workflows?${query}`)).body.items.map(({ name }: { name: string }) => name)

  test('is searched, filed, tagged, copied and archived', async () => {
    const { id } = await create('Greets', row(start, say('Hello')))
    const folder = await ann.api.post('/folders', { name: 'Friendly' })
    expect(folder.status).toBe(201)
    await ann.api.post(`/workflows/${id}/move`, { folderId: folder.body.id })
    await ann.api.put(`/workflows/${id}/tags`, { tags: ['warm'] })
    for (const query of [
      'search=reet',
      'tag=warm',
      `folderId=${folder.body.id}`,
      'nodeType=set',
      'status=draft&sort=name',
    ])
      expect(await named(query)).toEqual(['Greets'])
    expect((await ann.api.get('/workflow-tags')).body.items).toEqual([{ tag: 'warm', workflows: 1 }])
    expect(await ann.api.ask('PATCH', '/workflow-tags/warm', { body: { name: 'hot' } })).toMatchObject({ status: 200 })
    const copy = await ann.api.post(`/workflows/${id}/duplicate`)
    expect(copy).toMatchObject({ status: 201, body: { name: 'Greets (copy)', tags: ['hot'] } })
    expect(await ann.api.post(`/workflows/${id}/archive`)).toMatchObject({ status: 200 })
    expect(await named('')).toEqual(['Greets (copy)'])
    expect(await named('status=archived')).toEqual(['Greets'])
    expect(await ann.api.post(`/workflows/${id}/publish`)).toMatchObject({
      status: 409,
      body: { code: 'workflow/archived' },
    })
    expect(await ann.api.post(`/workflows/${id}/restore`)).toMatchObject({ status: 200 })
    expect(await ann.api.delete(`/folders/${folder.body.id}`)).toMatchObject({ status: 204 })
    expect((await ann.api.get(`/workflows/${id}`)).body).not.toHaveProperty('folderId')
  })

  test('compares versions and brings one back', async () => {
    const { id } = await create('Changes', row(start, say('before')))
    await ann.api.post(`/workflows/${id}/publish`)
    const headers = { 'if-match': '"1"' }
    await ann.api.put(`/workflows/${id}`, { name: 'Changes', ...row(start, say('after')) }, { headers })
    const diff = await ann.api.get(`/workflows/${id}/diff?from=1`)
    expect(diff.body.nodes.changed).toEqual([
      { nodeId: 'say', changes: [{ pointer: '/parameters/fields/text', before: 'before', after: 'after' }] },
    ])
    const path = `/workflows/${id}/versions/1/restore`
    expect(await ann.api.post(path, {}, { headers })).toMatchObject({ status: 412 })
    expect(await ann.api.post(path, {}, { headers: { 'if-match': '"2"' } })).toMatchObject({ status: 200 })
    expect((await ann.api.get(`/workflows/${id}/diff?from=1`)).body.nodes.changed).toEqual([])
  })

  test('gives executions the variables of their acceptance', async () => {
    const { id } = await create('Reads', row(start, say('{{ $vars.word }}')))
    await ann.api.post(`/workflows/${id}/publish`)
    const run = async () =>
      (await ann.api.post(`/workflows/${id}/executions`, { waitMs: 20_000 })).body.output[0].json.text
    await ann.api.put('/variables/word', { value: 'everybody' })
    expect(await run()).toBe('everybody')
    await ann.api.put(`/workflows/${id}/variables/word`, { value: 'only me' })
    expect(await run()).toBe('only me')
    expect(await ann.api.delete(`/workflows/${id}/variables/word`)).toMatchObject({ status: 204 })
    expect(await run()).toBe('everybody')
  })

  test('starts the error workflow of what fails', async () => {
    const { id: handler } = await create(
      'Handles',
      row({ id: 'error', type: 'error-trigger', parameters: {} } as { id: string }),
    )
    await ann.api.post(`/workflows/${handler}/publish`)
    const failing = row(start, { id: 'stop', type: 'stop-and-error', parameters: { message: 'No' } } as { id: string })
    const { id } = await create('Fails', { ...failing, settings: { errorWorkflowId: handler } })
    await ann.api.post(`/workflows/${id}/publish`)
    const failed = (await ann.api.post(`/workflows/${id}/executions`, { waitMs: 20_000 })).body
    const started = await until('the error workflow', async () => {
      const { items } = (await ann.api.get(`/executions?workflowId=${handler}&status=succeeded`)).body
      return items[0]
    })
    const told = await ann.api.get(`/executions/${started.id}?include=data`)
    expect(told.body).toMatchObject({
      trigger: 'error',
      output: [{ json: { execution: { id: failed.id, workflowName: 'Fails', trigger: 'api' } } }],
    })
  })

  test('goes elsewhere as a document, and begins with templates', async () => {
    const { id } = await create('Travels', row(start, say('Hello')))
    const document = (await ann.api.post('/workflows/export', { workflowIds: [id] })).body
    const bob = await register(system.url)
    const imported = await bob.api.post('/workflows/import', document)
    expect(imported).toMatchObject({ status: 201, body: { items: [{ workflow: { name: 'Travels' }, findings: [] }] } })
    const other = await bob.api.post('/workflows/import', { ...document, format: 'other@1' })
    expect(other).toMatchObject({ status: 422, body: { code: 'workflow/format-unknown' } })
    expect(await announce(`${system.url}/api/v1/workflows/import`, bob.token, 50_000_000)).toBe(413)
    for (const { id: templateId } of (await bob.api.get('/templates')).body.items) {
      const made = await bob.api.post(`/templates/${templateId}/workflows`)
      expect(made.status).toBe(201)
      const found = await bob.api.post(`/workflows/${made.body.id}/validate`)
      expect(found.body).toEqual({ valid: true, findings: [] })
    }
  })

  test('shows a workflow to whoever has its link', async () => {
    const { id } = await create('Shown', row(start, say('Hello')))
    const { body } = await ann.api.post(`/workflows/${id}/links`)
    const anybody = new Client(system.url)
    expect(await anybody.get(`/shared-workflows/${body.token}`)).toMatchObject({ status: 200, body: { name: 'Shown' } })
    await ann.api.delete(`/workflows/${id}/links/${body.id}`)
    expect(await anybody.get(`/shared-workflows/${body.token}`)).toMatchObject({ status: 404 })
  })
})
