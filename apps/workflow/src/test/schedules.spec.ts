import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  ActivateWorkflow,
  CreateWorkflow,
  DeactivateWorkflow,
  GetWorkflow,
  PublishWorkflow,
  ValidateWorkflow,
  WorkflowInvalid,
} from '@linkflow/contracts'
import { Unavailable } from '@linkflow/kernel'
import { contexts, until } from '@linkflow/testing'
import { aDraft, givenWorkflowService, scheduleNode, webhookNode } from './given.js'
import type { Caller, Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenWorkflowService({ env: { LINKFLOW_WORKFLOW_RECONCILE_MS: '50', LINKFLOW_WORKFLOW_STUCK_MS: '0' } })
})
afterAll(() => given?.services.close())

const call: Given['services']['call'] = (contract, input, ctx) => given.services.call(contract, input, ctx)

async function published(ctx: Caller, change = {}): Promise<string> {
  const { id } = await call(CreateWorkflow, aDraft(change), ctx)
  await call(PublishWorkflow, { workflowId: id }, ctx)
  return id
}

test('activating registers schedules and webhooks, deactivating removes both', async () => {
  const ctx = contexts.user()
  const nodes = [
    webhookNode('hook'),
    scheduleNode('daily', { overlap: 'skip', jitterMs: 5 }),
    scheduleNode('there', { timeZone: 'Asia/Tokyo' }),
    { ...scheduleNode('off'), disabled: true },
    { id: 'next', type: 'no-op', parameters: {} },
  ]
  const workflowId = await published(ctx, { nodes, settings: { timeZone: 'Europe/Oslo' } })
  await call(ActivateWorkflow, { workflowId }, ctx)
  const rule = { kind: 'cron', cron: '0 9 * * *' }
  expect(given.schedules.schedulesOf(workflowId)).toEqual([
    { nodeId: 'daily', rule, timeZone: 'Europe/Oslo', overlap: 'skip', catchUp: 'last', jitterMs: 5 },
    { nodeId: 'there', rule, timeZone: 'Asia/Tokyo', overlap: 'allow', catchUp: 'last', jitterMs: 0 },
  ])
  expect(given.webhooks.webhooksOf(workflowId)).toHaveLength(1)
  await call(DeactivateWorkflow, { workflowId }, ctx)
  expect(given.schedules.schedulesOf(workflowId)).toEqual([])
})

test('an activation that one of the services did not hear of is finished later', async () => {
  const ctx = contexts.user()
  const workflowId = await published(ctx, { nodes: [scheduleNode('daily')], connections: [] })
  given.schedules.away = true
  await expect(call(ActivateWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: Unavailable.code })
  expect(await call(GetWorkflow, { workflowId }, ctx)).toMatchObject({ active: false })
  given.schedules.away = false
  await until('the activation is finished', async () => (await call(GetWorkflow, { workflowId }, ctx)).active)
  expect(given.schedules.schedulesOf(workflowId)).toHaveLength(1)
})

test('what the schedule service says of a rule is a finding', async () => {
  const ctx = contexts.user()
  const nodes = [webhookNode('hook'), scheduleNode('never', { rule: { kind: 'cron', cron: '0 0 31 2 *' } })]
  const { id: workflowId } = await call(CreateWorkflow, aDraft({ nodes, connections: [] }), ctx)
  given.schedules.errors = [{ index: 0, member: 'rule', code: 'never-fires', message: 'It never fires.' }]
  try {
    const { valid, findings } = await call(ValidateWorkflow, { workflowId }, ctx)
    expect(valid).toBe(false)
    expect(findings).toMatchObject([
      {
        code: 'invalid-parameter',
        nodeId: 'never',
        pointer: '/nodes/1/parameters/rule',
        params: { rule: 'never-fires' },
      },
    ])
    await expect(call(PublishWorkflow, { workflowId }, ctx)).rejects.toMatchObject({ code: WorkflowInvalid.code })
  } finally {
    given.schedules.errors = []
  }
})

test('more schedules than are looked at keep a workflow from being published', async () => {
  const ctx = contexts.user()
  const nodes = Array.from({ length: 201 }, (_, n) => scheduleNode(`s${n}`))
  const { id: workflowId } = await call(CreateWorkflow, aDraft({ nodes, connections: [] }), ctx)
  const tooMany = {
    code: 'too-many-schedules',
    pointer: '/nodes',
    severity: 'error',
    params: { limit: 200, count: 201 },
  }
  expect((await call(ValidateWorkflow, { workflowId }, ctx)).findings).toMatchObject([tooMany])
  await expect(call(PublishWorkflow, { workflowId }, ctx)).rejects.toMatchObject({
    code: WorkflowInvalid.code,
    params: { findings: [tooMany] },
  })
})

test('parameters of a schedule are not computed', async () => {
  const ctx = contexts.user()
  const nodes = [scheduleNode('odd', { jitterMs: '{{ 1 }}', rule: { kind: 'interval', every: '{{ $json.a }}' } })]
  const { id: workflowId } = await call(CreateWorkflow, aDraft({ nodes, connections: [] }), ctx)
  const { findings } = await call(ValidateWorkflow, { workflowId }, ctx)
  expect(findings.map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(['/nodes/0/parameters/jitterMs', '/nodes/0/parameters/rule/every']),
  )
})
