import { afterEach, expect, test } from '@jest/globals'
import { Sandbox } from './sandbox.js'
import type { Job } from './sandbox-thread.js'

const job: Job = { code: 'return 1', input: '[]', mode: 'all-items', timeoutMs: 20_000, memoryBytes: 32 * 1024 * 1024 }
const loop: Job = { ...job, code: 'for (;;);', timeoutMs: 1000 }

let sandbox: Sandbox
afterEach(() => sandbox.onModuleDestroy())

test('a workspace is served before what another has waiting', async () => {
  sandbox = new Sandbox({ threads: 1, waiting: 10 })
  const controller = new AbortController()
  const crowd = [1, 2, 3].map(() => sandbox.run('busy', loop, controller.signal).catch(() => 'cancelled'))
  expect(await sandbox.run('other', job, AbortSignal.abort()).catch(({ code }: { code: string }) => code)).toBe(
    'request/cancelled',
  )
  expect(await sandbox.run('other', job, controller.signal)).toEqual({ output: '1' })
  controller.abort()
  expect((await Promise.all(crowd)).slice(1)).toEqual(['cancelled', 'cancelled'])
})

test('what of one workspace is too much to wait is sent away; another has room', async () => {
  sandbox = new Sandbox({ threads: 1, waiting: 1 })
  const { signal } = new AbortController()
  const waiting = [sandbox.run('busy', job, signal), sandbox.run('busy', job, signal)]
  await expect(sandbox.run('busy', job, signal)).rejects.toMatchObject({ code: 'service/unavailable' })
  expect(await sandbox.run('other', job, signal)).toEqual({ output: '1' })
  expect(await Promise.all(waiting)).toEqual([{ output: '1' }, { output: '1' }])
})

test('what leaves the line makes room in it', async () => {
  sandbox = new Sandbox({ threads: 1, waiting: 1 })
  const [stays, leaves] = [new AbortController(), new AbortController()]
  const running = sandbox.run('busy', job, stays.signal)
  const left = sandbox.run('busy', job, leaves.signal)
  leaves.abort()
  await expect(left).rejects.toMatchObject({ code: 'request/cancelled' })
  expect(await sandbox.run('busy', job, stays.signal)).toEqual({ output: '1' })
  expect(await running).toEqual({ output: '1' })
})
