import { afterAll, beforeAll, test } from '@jest/globals'
import { newId } from '@linkflow/kernel'
import { startServices, until } from '@linkflow/testing'
import type { TestServices } from '@linkflow/testing'
import { execution } from './service.js'

let services: TestServices

beforeAll(async () => {
  services = await startServices([execution], { env: { EXECUTION_POLL_MS: '20' } })
})
afterAll(() => services.close())

test('what is left of an execution that is gone goes too', async () => {
  const { query } = services.database
  const executionId = newId()
  await query(
    `with signals as (
       insert into execution.execution_signals (execution_id, workspace_id, kind) values ($1, $2, 'cancel'))
     insert into execution.execution_leases (execution_id, workspace_id, workflow_id, state, queued_at, due_at)
     values ($1, $2, $3, 'waiting', now(), now())`,
    [executionId, newId(), newId()],
  )
  await until('nothing of it is left', async () => {
    const rows = await query(
      `select from execution.execution_leases where execution_id = $1
       union all select from execution.execution_signals where execution_id = $1`,
      [executionId],
    )
    return rows.length === 0
  })
})
