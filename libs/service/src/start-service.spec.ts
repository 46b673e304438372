import { afterEach, describe, expect, test } from '@jest/globals'
import { Nothing, authenticated, internal, publicAccess, request } from '@linkflow/contracts'
import type { Input, RequestContract } from '@linkflow/contracts'
import type { Type } from '@nestjs/common'
import { defineProblem } from '@linkflow/kernel'
import type { Problem, RequestContext } from '@linkflow/kernel'
import { z } from 'zod'
import { defineService } from './define-service.js'
import type { Background, RunningService, ServiceOptions } from './define-service.js'
import { Handles } from './handles.js'
import { ann, contextOf, localHost } from './host.fixture.js'

const NoteMissing = defineProblem({
  code: 'workflow/note-missing',
  status: 404,
  title: 'There is no such note.',
  params: z.object({ id: z.string() }),
})

const WriteNote = request('workflow', 'write-note', {
  summary: 'Writes a note.',
  access: 'workflow:update',
  input: z.object({ text: z.string().min(1), 'a/b~c': z.array(z.int()).optional() }),
  output: z.object({ text: z.string(), by: z.string() }),
})
const BreakNote = request('workflow', 'break-note', {
  summary: 'Fails.',
  access: authenticated(),
  input: z.object({ how: z.enum(['problem', 'error', 'text', 'nothing']) }),
  output: Nothing,
})
const Probe = request('workflow', 'probe', {
  summary: 'x',
  access: publicAccess('test'),
  input: Nothing,
  output: Nothing,
})

@Handles(WriteNote)
class WriteNoteHandler {
  handle({ text }: Input<typeof WriteNote>, ctx: RequestContext) {
    return { text, by: 'id' in ctx.principal ? ctx.principal.id : '' }
  }
}

@Handles(BreakNote)
class BreakNoteHandler {
  handle({ how }: Input<typeof BreakNote>): Record<string, never> {
    if (how === 'problem') throw NoteMissing({ id: 'n1' })
    if (how === 'error') throw new Error('canary')
    if (how === 'text') throw 'canary'
    throw undefined
  }
}

@Handles(WriteNote)
class SecondHandler {
  handle({ text }: Input<typeof WriteNote>) {
    return { text, by: 'second' }
  }
}

@Handles(Probe)
class ProbeHandler {
  handle() {
    return {}
  }
}

let running: RunningService | undefined
afterEach(async () => {
  await running?.close()
  running = undefined
})

const options = (contracts: RequestContract[], handlers: Type[], more: Partial<ServiceOptions> = {}) =>
  ({ name: 'workflow', contracts, handlers, ...more }) as const

async function start(
  given: ServiceOptions = options([WriteNote, BreakNote], [WriteNoteHandler, BreakNoteHandler]),
  process = localHost(),
) {
  running = await defineService(given).start(process.host)
  const messaging = process.host.messaging('workflow')
  const call = <C extends RequestContract>(contract: C, input: unknown, ctx = contextOf(ann, ['workflow:update'])) =>
    messaging.call(contract, input as never, ctx)
  const failure = (...args: Parameters<typeof call>) =>
    call(...args).then(
      () => undefined,
      (error: unknown) => error as Problem,
    )
  return { ...process, call, failure }
}

describe('a service does not start', () => {
  test('when a contract has no handler', async () => {
    await expect(start(options([WriteNote, Probe], [WriteNoteHandler]))).rejects.toThrow(
      'No handler for req.workflow.probe.v1',
    )
  })

  test('when a contract has two handlers', async () => {
    await expect(start(options([WriteNote], [WriteNoteHandler, SecondHandler]))).rejects.toThrow('two handlers')
  })

  test('when a handler has no contract of the service', async () => {
    await expect(start(options([WriteNote], [WriteNoteHandler, ProbeHandler]))).rejects.toThrow(
      'No contract of workflow for req.workflow.probe.v1',
    )
  })

  test('and serves nothing, nor keeps its name occupied, when it fails', async () => {
    const process = localHost()
    await expect(start(options([WriteNote, Probe], [WriteNoteHandler]), process)).rejects.toThrow()
    const { call, failure } = await start(options([WriteNote], [WriteNoteHandler]), process)
    expect(await call(WriteNote, { text: 'a' })).toMatchObject({ text: 'a' })
    expect((await failure(Probe, {}))?.code).toBe('service/unavailable')
  })

  test('when its configuration is wrong', async () => {
    const config = z.object({ OWN: z.string() })
    await expect(start({ ...options([WriteNote], [WriteNoteHandler]), config })).rejects.toThrow('OWN: is missing')
  })

  test('and stops the workers it has started, when a later one fails', async () => {
    const log: string[] = []
    class First implements Background {
      async start() {
        log.push('first')
      }
      async stop() {
        log.push('first stopped')
      }
    }
    class Second implements Background {
      async start() {
        throw new Error('no')
      }
      async stop() {}
    }
    const given = options([WriteNote], [WriteNoteHandler], { background: [First, Second] })
    await expect(start(given)).rejects.toThrow('no')
    expect(log).toEqual(['first', 'first stopped'])
  })
})

describe('a call', () => {
  test('reaches its handler with who called', async () => {
    const { call } = await start()
    expect(await call(WriteNote, { text: 'a' })).toEqual({ text: 'a', by: 'ann' })
  })

  test('is refused without the permission, before its input is looked at', async () => {
    const { failure } = await start()
    expect((await failure(WriteNote, {}, contextOf(ann)))?.code).toBe('auth/forbidden')
  })

  test('with a wrong input is told all that is wrong, by JSON pointers', async () => {
    const { failure } = await start()
    expect(await failure(WriteNote, { text: '', 'a/b~c': [1, 'x'] })).toMatchObject({
      code: 'request/invalid',
      params: {
        errors: [
          { pointer: '/text', code: 'too-small' },
          { pointer: '/a~1b~0c/1', code: 'invalid-type' },
        ],
      },
    })
  })

  test('with a member nobody knows is served: the edge is strict, services are not', async () => {
    const { call } = await start()
    expect(await call(WriteNote, { text: 'a', colour: 'red' })).toEqual({ text: 'a', by: 'ann' })
  })

  test('is given a declared problem unchanged', async () => {
    const { failure, lines } = await start()
    const problem = await failure(BreakNote, { how: 'problem' })
    expect(NoteMissing.is(problem)).toBe(true)
    expect(problem?.toWire()).toEqual(NoteMissing({ id: 'n1' }).toWire())
    expect(lines).toEqual([])
  })

  test.each(['error', 'text', 'nothing'] as const)(
    'that fails by a thrown %s learns nothing of it; the log does',
    async (how) => {
      const { failure, lines, unexpected } = await start()
      const ctx = contextOf(ann)
      const problem = await failure(BreakNote, { how }, ctx)
      expect(problem).toMatchObject({ code: 'service/internal-error', status: 500 })
      expect(JSON.stringify(problem?.toWire())).not.toContain('canary')
      expect(lines).toMatchObject([
        { level: 'error', service: 'workflow', operation: 'workflow/break-note', requestId: ctx.requestId },
      ])
      expect(unexpected).toEqual([])
    },
  )

  test('is counted by its outcome', async () => {
    const { call, failure, host } = await start()
    const count = async (code: string) => {
      const metric = host.registry.getSingleMetric('linkflow_requests_total')
      const { values } = await metric!.get()
      return values
        .filter(({ labels }) => labels.code === code && labels.contract === 'write-note')
        .reduce((sum, { value }) => sum + value, 0)
    }
    const [ok, refused] = [await count('ok'), await count('auth/forbidden')]
    await call(WriteNote, { text: 'a' })
    await failure(WriteNote, { text: 'a' }, contextOf(ann))
    expect([await count('ok'), await count('auth/forbidden')]).toEqual([ok + 1, refused + 1])
  })

  test('of one service by another is in its own name when the contract is internal', async () => {
    const Inner = request('workflow', 'inner', {
      summary: 'x',
      access: internal('webhook'),
      input: Nothing,
      output: z.object({ who: z.unknown() }),
    })
    @Handles(Inner)
    class InnerHandler {
      handle(_input: object, ctx: RequestContext) {
        return { who: ctx.principal }
      }
    }
    const { host, failure } = await start(options([Inner], [InnerHandler]))
    const answer = await host.messaging('webhook').call(Inner, {}, contextOf(ann))
    expect(answer).toEqual({ who: { kind: 'service', id: 'webhook' } })
    expect((await failure(Inner, {}))?.code).toBe('auth/forbidden')
  })
})

test('closing lets what is being answered finish, with the workers it needs, and takes nothing more', async () => {
  const order: string[] = []
  let finish = () => {}
  let begun = () => {}
  const started = new Promise<void>((resolve) => (begun = resolve))
  @Handles(Probe)
  class SlowHandler {
    async handle() {
      begun()
      await new Promise<void>((resolve) => (finish = resolve))
      order.push('answered')
      return {}
    }
  }
  class Worker implements Background {
    async start() {}
    async stop() {
      order.push('worker stopped')
    }
  }
  const { call, failure } = await start(options([Probe], [SlowHandler], { background: [Worker] }))
  const answer = call(Probe, {})
  await started
  const closed = running!.close()
  running = undefined
  expect((await failure(Probe, {}))?.code).toBe('service/unavailable')
  finish()
  expect(await answer).toEqual({})
  await closed
  expect(order).toEqual(['answered', 'worker stopped'])
})
