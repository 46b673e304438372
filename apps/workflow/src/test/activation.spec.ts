import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  ActivateWorkflow,
  CreateWorkflow,
  DeactivateWorkflow,
  DeleteWorkflow,
  GetVersion,
  GetWorkflow,
  ListWorkflows,
  PublishWorkflow,
  UpdateWorkflow,
  WorkflowActive,
  WorkflowNotFound,
  WorkflowNotPublished,
} from '@linkflow/contracts'
import { Unavailable } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { aDraft, fulfilled, givenWorkflowService, times, webhookNode } from './given.js'
import type { Caller, Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService({ env: { LINKFLOW_WORKFLOW_RECONCILE_MS: '50', LINKFLOW_WORKFLOW_STUCK_MS: '0' } })
})
afterAll(() => given.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)

async function published(ctx: Caller, change = {}): Promise<string> {
  const { id } = await call(CreateWorkflow, aDraft(change), ctx)
  await call(PublishWorkflow, { workflowId: id }, ctx)
  return id
}

async function eventsOf(workflowId: string): Promise<string[]> {
  const rows = await given.services.database.query<{ subject: string }>(
    `select subject from workflow.outbox where key = $1 order by position`,
    [workflowId],
  )
  return rows.map(({ subject }) => subject.split('.')[2] ?? '')
}

describe('activating', () => {
  test('registers the enabled webhooks of the published version and gives their URLs', async () => {
    const ctx = contexts.user()
    const credentialId = ctx.workspaceId
    const workflowId = await published(ctx, {
      nodes: [
        webhookNode('hook', {
          method: 'PUT',
          respond: 'last-node',
          timeoutMs: 500,
          eventId: { expression: '{{ $json.body.id }}' },
          verify: { kind: 'hmac', header: 'X-Sig', credentialId },
        }),
        webhookNode('plain'),
        webhookNode('off', {}, { disabled: true }),
        { id: 'next', type: 'no-op', parameters: {} },
      ],
    })
    const activated = await call(ActivateWorkflow, { workflowId }, ctx)
    expect(activated).toMatchObject({ active: true, publishedVersion: 1 })
    expect(activated.webhooks.map(({ nodeId }) => nodeId)).toEqual(['hook', 'plain'])
    const [first, ...repeats] = given.webhooks.registrations.filter((each) => each.workflowId === workflowId)
    expect(first).toEqual({
      workflowId,
      version: 1,
      generation: 1,
      webhooks: [
        {
          nodeId: 'hook',
          method: 'PUT',
          respond: 'last-node',
          timeoutMs: 500,
          eventId: { expression: '{{ $json.body.id }}' },
          verify: {
            kind: 'hmac',
            header: 'X-Sig',
            algorithm: 'sha256',
            encoding: 'hex',
            prefix: '',
            signedContent: '{body}',
            toleranceSeconds: 300,
            credentialId,
          },
        },
        { nodeId: 'plain', method: 'POST', respond: 'immediately', verify: { kind: 'none' } },
      ],
    })
    // The reconciler is hasty here and may have said the same again.
    for (const repeat of repeats) expect(repeat).toEqual(first)
    const { items } = await call(ListWorkflows, { active: 'true' }, ctx)
    expect(items.map(({ id }) => id)).toEqual([workflowId])
  })

  test('twice answers the same, and happens once', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    const first = await call(ActivateWorkflow, { workflowId }, ctx)
    expect(await call(ActivateWorkflow, { workflowId }, ctx)).toEqual(first)
    expect(await eventsOf(workflowId)).toEqual(['workflow-published', 'workflow-activated'])
  })

  test('by ten people at once is one activation', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    const results = fulfilled(await times(10, () => call(ActivateWorkflow, { workflowId }, ctx)))
    expect(results).toHaveLength(10)
    expect(new Set(results.map((result) => JSON.stringify(result.webhooks))).size).toBe(1)
    expect(await eventsOf(workflowId)).toEqual(['workflow-published', 'workflow-activated'])
  })

  test('needs a published version', async () => {
    const ctx = contexts.user()
    const { id } = await call(CreateWorkflow, aDraft(), ctx)
    await expect(call(ActivateWorkflow, { workflowId: id }, ctx)).rejects.toMatchObject({
      code: WorkflowNotPublished.code,
    })
  })

  test('mixed with deactivating ends as the last one said', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    await times(12, (index) => call(index % 2 ? ActivateWorkflow : DeactivateWorkflow, { workflowId }, ctx))
    const { active } = await call(GetWorkflow, { workflowId }, ctx)
    expect(given.webhooks.webhooksOf(workflowId)).toHaveLength(active ? 1 : 0)
    await call(DeactivateWorkflow, { workflowId }, ctx)
    expect(given.webhooks.webhooksOf(workflowId)).toEqual([])
  })
})

describe('deactivating', () => {
  test('removes the webhooks, and the same URLs come back', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    const { webhooks } = await call(ActivateWorkflow, { workflowId }, ctx)
    expect(await call(DeactivateWorkflow, { workflowId }, ctx)).toMatchObject({ active: false })
    expect(given.webhooks.webhooksOf(workflowId)).toEqual([])
    expect(await call(DeactivateWorkflow, { workflowId }, ctx)).toMatchObject({ active: false })
    expect((await call(ActivateWorkflow, { workflowId }, ctx)).webhooks).toEqual(webhooks)
    expect(await eventsOf(workflowId)).toEqual([
      'workflow-published',
      'workflow-activated',
      'workflow-deactivated',
      'workflow-activated',
    ])
  })
})

describe('publishing while active', () => {
  test('registers the new version', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    await call(ActivateWorkflow, { workflowId }, ctx)
    const nodes = [webhookNode('hook'), webhookNode('second', { method: 'GET' })]
    await call(UpdateWorkflow, { workflowId, expectedRevision: 1, ...aDraft({ nodes, connections: [] }) }, ctx)
    await call(PublishWorkflow, { workflowId }, ctx)
    expect(given.webhooks.webhooksOf(workflowId).map(({ nodeId }) => nodeId)).toEqual(['hook', 'second'])
    expect(given.webhooks.registrations.at(-1)).toMatchObject({ workflowId, version: 2, generation: 2 })
    expect(await call(GetWorkflow, { workflowId }, ctx)).toMatchObject({ active: true, publishedVersion: 2 })
  })
})

describe('deleting', () => {
  test('refuses an active workflow, then takes everything along', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    await call(ActivateWorkflow, { workflowId }, ctx)
    await expect(call(DeleteWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: WorkflowActive.code })
    await call(DeactivateWorkflow, { workflowId }, ctx)
    expect(await call(DeleteWorkflow, { workflowId }, ctx)).toEqual({})
    await expect(call(GetVersion, { workflowId, version: 1 }, ctx)).rejects.toMatchObject({
      code: WorkflowNotFound.code,
    })
    await expect(call(DeleteWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: WorkflowNotFound.code })
    const left = await given.services.database.query(
      `select workflow_id from workflow.workflow_nodes where workflow_id = $1
       union all select workflow_id from workflow.workflow_connections where workflow_id = $1
       union all select workflow_id from workflow.workflow_versions where workflow_id = $1`,
      [workflowId],
    )
    expect(left).toEqual([])
    expect((await eventsOf(workflowId)).at(-1)).toBe('workflow-deleted')
  })
})

describe('the reconciler', () => {
  test('finishes an activation that could not reach the webhook service', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    given.webhooks.away = true
    await expect(call(ActivateWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: Unavailable.code })
    expect(await call(GetWorkflow, { workflowId }, ctx)).toMatchObject({ active: false })
    given.webhooks.away = false
    await until('the activation is finished', async () => (await call(GetWorkflow, { workflowId }, ctx)).active)
    expect(given.webhooks.webhooksOf(workflowId)).toHaveLength(1)
    expect(await eventsOf(workflowId)).toEqual(['workflow-published', 'workflow-activated'])
  })

  test('finishes a deactivation that crashed before the webhook service heard of it', async () => {
    const ctx = contexts.user()
    const workflowId = await published(ctx)
    await call(ActivateWorkflow, { workflowId }, ctx)
    // What a process leaves behind that dies right after its first commit.
    await given.services.database.query(
      `update workflow.workflows set transition = 'deactivating', transition_at = now() - interval '1 hour',
         generation = generation + 1 where id = $1`,
      [workflowId],
    )
    await until('the deactivation is finished', async () => !(await call(GetWorkflow, { workflowId }, ctx)).active)
    expect(given.webhooks.webhooksOf(workflowId)).toEqual([])
  })
})
