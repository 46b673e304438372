import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateWorkflow,
  DraftChanged,
  GetRunnable,
  GetVersion,
  ListVersions,
  PublishWorkflow,
  UpdateWorkflow,
  ValidateWorkflow,
  VersionNotFound,
  WorkflowInvalid,
  WorkflowNotPublished,
} from '@linkflow/contracts'
import { InputInvalid, newId } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { aDraft, fulfilled, givenWorkflowService, times, webhookNode } from './given.js'
import type { Caller, Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService()
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)
const created = async (ctx: Caller, change = {}) => (await call(CreateWorkflow, aDraft(change), ctx)).id
const runner = (ctx: Caller) => contexts.service('execution', ctx.workspaceId)

describe('publishing', () => {
  test('freezes the normalised draft', async () => {
    const ctx = contexts.user()
    const nodes = [
      webhookNode('hook', { timeoutMs: 500 }),
      { id: 'next', type: 'no-op', parameters: {}, notes: 'a\u0000' },
    ]
    const workflowId = await created(ctx, { nodes })
    const published = await call(PublishWorkflow, { workflowId, note: 'First.' }, ctx)
    expect(published).toMatchObject({
      workflowId,
      version: 1,
      note: 'First.',
      publishedBy: (ctx.principal as { id: string }).id,
    })

    await call(UpdateWorkflow, { workflowId, expectedRevision: 1, ...aDraft({ nodes: [], connections: [] }) }, ctx)
    const version = await call(GetVersion, { workflowId, version: 1 }, ctx)
    expect(version).toMatchObject({
      name: 'Orders',
      nodes: [
        { id: 'hook', version: 1, parameters: { timeoutMs: 500 } },
        { id: 'next', version: 1, notes: 'a\u0000' },
      ],
      connections: [{ source: 'hook', sourcePort: 'main', target: 'next', targetPort: 'main' }],
    })
    expect(await call(GetRunnable, { workflowId }, runner(ctx))).toMatchObject({
      workflowId,
      version: 1,
      name: 'Orders',
      definition: { nodes: version.nodes, connections: version.connections },
    })
  })

  test('by ten people at once makes one version per revision', async () => {
    const ctx = contexts.user()
    const workflowId = await created(ctx)
    const results = await times(10, () => call(PublishWorkflow, { workflowId, expectedRevision: 1 }, ctx))
    expect(fulfilled(results).map(({ version }) => version)).toEqual(Array(10).fill(1))
    await call(UpdateWorkflow, { workflowId, expectedRevision: 1, ...aDraft({ name: 'Renamed' }) }, ctx)
    const again = await times(10, () => call(PublishWorkflow, { workflowId }, ctx))
    expect(fulfilled(again).map(({ version }) => version)).toEqual(Array(10).fill(2))
    expect((await call(ListVersions, { workflowId }, ctx)).items.map(({ version }) => version)).toEqual([2, 1])
  })

  test('a stale revision is refused', async () => {
    const ctx = contexts.user()
    const workflowId = await created(ctx)
    await call(UpdateWorkflow, { workflowId, expectedRevision: 1, ...aDraft({ name: 'Two' }) }, ctx)
    await expect(call(PublishWorkflow, { workflowId, expectedRevision: 1 }, ctx)).rejects.toMatchObject({
      code: DraftChanged.code,
      params: { currentRevision: 2 },
    })
  })

  test('tells everything that is wrong at once and publishes nothing', async () => {
    const ctx = contexts.user()
    const workflowId = await created(ctx, {
      nodes: [
        webhookNode('hook', { method: '{{ $json.m }}', verify: { kind: 'hmac', header: 'X-Sig' } }),
        { id: 'what', type: 'nonsense', parameters: {} },
        { id: 'next', type: 'set', parameters: { fields: { a: '{{ 1 + }}' } } },
        { id: 'call', type: 'http-request', parameters: {} },
      ],
      connections: [
        { source: 'hook', target: 'next' },
        { source: 'next', target: 'nowhere' },
      ],
    })
    const problem = await call(PublishWorkflow, { workflowId }, ctx).then(
      () => undefined,
      (error: Problem) => error,
    )
    expect(WorkflowInvalid.is(problem)).toBe(true)
    const findings = problem?.params.findings as { code: string; nodeId?: string; pointer: string }[]
    expect(findings.map(({ code, nodeId }) => `${code} ${nodeId ?? ''}`.trim())).toEqual(
      expect.arrayContaining([
        'unknown-node-type what',
        'dangling-connection',
        'invalid-expression next',
        'missing-parameter call',
        'unreachable-node call',
      ]),
    )
    expect(findings.filter(({ nodeId }) => nodeId === 'hook').map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/nodes/0/parameters/method', '/nodes/0/parameters/verify/credentialId']),
    )
    const validation = await call(ValidateWorkflow, { workflowId }, ctx)
    expect(validation).toEqual({ valid: false, findings })
    await expect(call(GetRunnable, { workflowId }, runner(ctx))).rejects.toMatchObject({
      code: WorkflowNotPublished.code,
    })
  })

  test('a credential that does not exist is found, wherever it is named', async () => {
    const ctx = contexts.user()
    const [gone, there] = [newId(), newId()]
    given.credentials.gone.add(gone)
    const workflowId = await created(ctx, {
      nodes: [
        webhookNode('hook', { verify: { kind: 'preset', preset: 'github', credentialId: gone } }),
        { id: 'ask', type: 'http-request', parameters: { url: 'https://x.example' }, credentials: { auth: gone } },
        { id: 'fine', type: 'http-request', parameters: { url: 'https://x.example' }, credentials: { auth: there } },
        {
          ...{ id: 'off', type: 'http-request', parameters: { url: 'https://x.example' }, credentials: { auth: gone } },
          disabled: true,
        },
      ],
      connections: [
        { source: 'hook', target: 'ask' },
        { source: 'ask', target: 'fine' },
        { source: 'fine', target: 'off' },
      ],
    })
    const expected = [
      { code: 'credential-not-found', nodeId: 'hook', pointer: '/nodes/0/parameters/verify/credentialId' },
      { code: 'credential-not-found', nodeId: 'ask', pointer: '/nodes/1/credentials/auth' },
    ]
    const { valid, findings } = await call(ValidateWorkflow, { workflowId }, ctx)
    expect(valid).toBe(false)
    expect(findings).toMatchObject(expected)
    await expect(call(PublishWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ params: { findings: expected } })
    given.credentials.gone.clear()
    expect((await call(PublishWorkflow, { workflowId }, ctx)).version).toBe(1)
  })

  test('warnings keep nobody from publishing', async () => {
    const ctx = contexts.user()
    const workflowId = await created(ctx, { connections: [] })
    const { valid, findings } = await call(ValidateWorkflow, { workflowId }, ctx)
    expect(valid).toBe(true)
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['unreachable-node', 'warning']])
    expect(await call(PublishWorkflow, { workflowId }, ctx)).toMatchObject({ version: 1 })
  })

  test('thousands of findings still fit into an answer', async () => {
    const ctx = contexts.user()
    const nodes = Array.from({ length: 2000 }, (_, i) => ({ id: `n${i}`, type: 'nonsense', parameters: {} }))
    const workflowId = await created(ctx, { nodes, connections: [] })
    const { valid, findings } = await call(ValidateWorkflow, { workflowId }, ctx)
    expect(valid).toBe(false)
    expect(findings.length).toBeLessThanOrEqual(501)
    expect(findings.at(-1)?.code).toBe('more-findings')
    await expect(call(PublishWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: WorkflowInvalid.code })
  })

  test('a note is one line', async () => {
    const ctx = contexts.user()
    const workflowId = await created(ctx)
    await expect(call(PublishWorkflow, { workflowId, note: 'a\u0000' }, ctx)).rejects.toMatchObject({
      code: InputInvalid.code,
    })
  })
})

describe('versions', () => {
  test('are listed newest first, page by page, and never change', async () => {
    const ctx = contexts.user()
    const workflowId = await created(ctx)
    for (let revision = 1; revision <= 5; revision += 1) {
      await call(PublishWorkflow, { workflowId }, ctx)
      await call(UpdateWorkflow, { workflowId, expectedRevision: revision, ...aDraft({ name: `R${revision}` }) }, ctx)
    }
    const first = await call(ListVersions, { workflowId, limit: 2 }, ctx)
    const second = await call(ListVersions, { workflowId, limit: 2, cursor: first.nextCursor }, ctx)
    const third = await call(ListVersions, { workflowId, limit: 2, cursor: second.nextCursor }, ctx)
    const versions = [first, second, third].flatMap(({ items }) => items.map(({ version }) => version))
    expect(versions).toEqual([5, 4, 3, 2, 1])
    expect(third).not.toHaveProperty('nextCursor')

    await expect(
      given.services.database.query(`update workflow.workflow_versions set document = '{}'`),
    ).rejects.toThrow('never changes')
    expect(await call(GetRunnable, { workflowId, version: 2 }, runner(ctx))).toMatchObject({ version: 2, name: 'R1' })
    await expect(call(GetVersion, { workflowId, version: 9 }, ctx)).rejects.toMatchObject({
      code: VersionNotFound.code,
    })
  })

  test('of an API key name the person behind it', async () => {
    const ctx = contexts.user()
    const userId = newId()
    const workflowId = await created(ctx)
    const key = { ...ctx, principal: { kind: 'api-key' as const, id: newId(), userId } }
    expect(await call(PublishWorkflow, { workflowId }, key)).toMatchObject({ publishedBy: userId })
  })
})
