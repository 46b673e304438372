import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  CancelSubscription,
  ChangePlan,
  OpenPortal,
  ResumeSubscription,
  StartCheckout,
  contractsOf,
} from '@linkflow/contracts'
import type { WorkspaceContext } from '@linkflow/kernel'
import { contexts } from '@linkflow/testing'
import { givenStripe, subscribed } from './given.js'
import type { Given } from './given.js'

let given: Given
beforeAll(async () => {
  given = await givenStripe()
})
afterAll(() => given?.close())

const paying = async () => (await subscribed(given)).ctx
const call = () => given.services.call

/** A call of every operation that the log is told of. */
const calls: Record<string, () => Promise<WorkspaceContext>> = {
  'start-checkout': async () => {
    const ctx = contexts.user()
    await call()(StartCheckout, { planId: 'team' }, ctx)
    return ctx
  },
  'cancel-subscription': async () => {
    const ctx = await paying()
    await call()(CancelSubscription, {}, ctx)
    return ctx
  },
  'resume-subscription': async () => {
    const ctx = await paying()
    await call()(ResumeSubscription, {}, ctx)
    return ctx
  },
  'change-plan': async () => {
    const ctx = await paying()
    await call()(ChangePlan, { planId: 'scale' }, ctx)
    return ctx
  },
  'open-portal': async () => {
    const ctx = await paying()
    await call()(OpenPortal, {}, ctx)
    return ctx
  },
}

const audited = contractsOf('billing').filter(({ audit }) => audit)

test.each(audited.map(({ name }) => name))('%s is entered into the audit log, with who did it', async (name) => {
  const { workspaceId, principal } = await calls[name]!()
  const entries = await given.services.database.query<{ action: string; user: string }>(
    `select convert_from(data, 'UTF8')::json ->> 'action' as action, convert_from(data, 'UTF8')::json ->> 'userId' as user
     from billing.outbox where workspace_id = $1 and subject like 'evt.billing.change-recorded.%'`,
    [workspaceId],
  )
  const userId = principal.kind === 'user' ? principal.id : ''
  expect(entries.filter(({ action }) => action === `billing.${name}`)).toEqual([
    { action: `billing.${name}`, user: userId },
  ])
})
