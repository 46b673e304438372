import type { ExecutionEvent } from '@linkflow/contracts'
import { describe, expect, test } from '@jest/globals'
import { ExecutionNotFound } from '@linkflow/contracts'
import { Unavailable, newId } from '@linkflow/kernel'
import type { Problem } from '@linkflow/kernel'
import { ExecutionFeed } from './execution-feed.js'

const executionId = newId()
const workflowId = newId()
const event = (seq: number, type = 'node.succeeded'): ExecutionEvent => {
  return { type, executionId, workflowId, seq, at: '2026-01-01T00:00:00.000Z' }
}

/** A source whose reads wait until the test answers them. */
class Source {
  history: ExecutionEvent[] = []
  finished = false
  reads: { afterSeq: number; answer(): void; fail(problem: Problem): void }[] = []
  live: (event: ExecutionEvent) => void = () => undefined
  unsubscribed = false

  subscribe(handler: (event: ExecutionEvent) => void) {
    this.live = handler
    return { ready: Promise.resolve(), close: async () => void (this.unsubscribed = true) }
  }

  read(afterSeq: number) {
    return new Promise<{ events: ExecutionEvent[]; finished: boolean }>((resolve, reject) =>
      this.reads.push({
        afterSeq,
        answer: () => resolve({ events: this.history.filter(({ seq }) => seq > afterSeq), finished: this.finished }),
        fail: reject,
      }),
    )
  }
}

function given(lastSeq = 0) {
  const source = new Source()
  const told: (number | string)[] = []
  const feed = new ExecutionFeed(
    source,
    {
      onOpen: () => told.push('open'),
      onEvent: ({ seq }) => told.push(seq),
      onEnd: (problem) => told.push(problem?.code ?? 'end'),
    },
    lastSeq,
  )
  return { source, told, feed }
}
/** Lets everything that can go on go on. */
const settle = () => new Promise((done) => setImmediate(done))

async function started(history: number[] = [1, 2], lastSeq = 0) {
  const all = given(lastSeq)
  const ready = all.feed.start()
  await settle()
  all.source.history = history.map((seq) => event(seq))
  all.source.reads.shift()!.answer()
  await ready
  return all
}

describe('a feed', () => {
  test('tells history, then what is live', async () => {
    const { source, told, feed } = await started()
    source.live(event(3))
    expect(told).toEqual(['open', 1, 2, 3])
    feed.close()
    source.live(event(4))
    expect(told).toEqual(['open', 1, 2, 3])
    expect(source.unsubscribed).toBe(true)
  })

  test('begins after what the listener knows', async () => {
    const { told, feed } = await started([1, 2, 3], 2)
    expect(told).toEqual(['open', 3])
    feed.close()
  })

  test('holds live events back while it reads, and tells none twice', async () => {
    const { source, told, feed } = given()
    const ready = feed.start()
    await settle()
    for (const seq of [2, 3, 4]) source.live(event(seq))
    source.history = [event(1), event(2), event(3)]
    source.reads.shift()!.answer()
    await ready
    expect(told).toEqual(['open', 1, 2, 3, 4])
    feed.close()
  })

  test('reads history again where live events leave a gap', async () => {
    const { source, told, feed } = await started()
    source.live(event(5))
    source.live(event(6))
    expect(told).toEqual(['open', 1, 2])
    source.history.push(event(3), event(4), event(5))
    source.reads.shift()!.answer()
    await settle()
    expect(told).toEqual(['open', 1, 2, 3, 4, 5, 6])
    expect(source.reads).toHaveLength(0)
    feed.close()
  })

  test('fills a gap that opens while it reads', async () => {
    const { source, told, feed } = await started()
    source.live(event(5))
    source.live(event(8))
    source.history.push(event(3), event(4), event(5))
    source.reads.shift()!.answer()
    await settle()
    expect(told).toEqual(['open', 1, 2, 3, 4, 5])
    source.history.push(event(6), event(7), event(8))
    source.reads.shift()!.answer()
    await settle()
    expect(told).toEqual(['open', 1, 2, 3, 4, 5, 6, 7, 8])
    feed.close()
  })

  test('does not ask for ever for what history does not have', async () => {
    const { source, told, feed } = await started()
    source.live(event(9))
    source.reads.shift()!.answer()
    await settle()
    expect(told).toEqual(['open', 1, 2, 9])
    expect(source.reads).toHaveLength(0)
    feed.close()
  })

  test('puts live events in order', async () => {
    const { source, told, feed } = await started()
    source.live(event(4))
    source.live(event(3))
    source.history.push(event(3), event(4))
    source.reads.shift()!.answer()
    await settle()
    expect(told).toEqual(['open', 1, 2, 3, 4])
    feed.close()
  })

  test('reads rather than hold back without limit', async () => {
    const { source, told, feed } = given()
    const ready = feed.start()
    await settle()
    for (let seq = 1; seq <= 2500; seq += 1) source.live(event(seq))
    source.reads.shift()!.answer()
    await settle()
    source.history = Array.from({ length: 2500 }, (_, i) => event(i + 1))
    source.reads.shift()!.answer()
    await ready
    expect(told).toEqual(['open', ...Array.from({ length: 2500 }, (_, i) => i + 1)])
    feed.close()
  })

  test.each(['execution.succeeded', 'execution.failed', 'execution.cancelled', 'execution.timed-out'])(
    'ends after %s',
    async (type) => {
      const { source, told } = await started()
      source.live(event(3, type))
      source.live(event(4))
      expect(told).toEqual(['open', 1, 2, 3, 'end'])
      expect(source.unsubscribed).toBe(true)
    },
  )

  test('goes on while the execution waits', async () => {
    const { source, told, feed } = await started()
    source.live(event(3, 'execution.waiting'))
    source.live(event(4))
    expect(told).toEqual(['open', 1, 2, 3, 4])
    feed.close()
  })

  test('ends when history says that nothing follows', async () => {
    const { source, told, feed } = given()
    source.finished = true
    source.history = [event(1), event(2, 'execution.succeeded')]
    const ready = feed.start()
    await settle()
    source.reads.shift()!.answer()
    await ready
    expect(told).toEqual(['open', 1, 2, 'end'])
  })

  test('of nothing does not begin', async () => {
    const { source, told, feed } = given()
    const ready = feed.start()
    await settle()
    source.reads.shift()!.fail(ExecutionNotFound())
    await expect(ready).rejects.toMatchObject({ code: 'execution/not-found' })
    expect(told).toEqual([])
    expect(source.unsubscribed).toBe(true)
  })

  test('survives a history that cannot be read for a while', async () => {
    const { source, told, feed } = await started()
    source.live(event(4))
    source.reads.shift()!.fail(Unavailable({ service: 'execution' }))
    await settle()
    expect(told).toEqual(['open', 1, 2])
    source.history.push(event(3), event(4), event(5))
    source.live(event(5))
    source.reads.shift()!.answer()
    await settle()
    expect(told).toEqual(['open', 1, 2, 3, 4, 5])
    feed.close()
  })

  test('ends with the problem when the execution may not be read any more', async () => {
    const { source, told } = await started()
    source.live(event(4))
    source.reads.shift()!.fail(ExecutionNotFound())
    await settle()
    expect(told).toEqual(['open', 1, 2, 'execution/not-found'])
  })

  test('that is closed while it begins stays silent', async () => {
    const { source, told, feed } = given()
    const ready = feed.start()
    await settle()
    feed.close()
    source.history = [event(1)]
    source.reads.shift()!.answer()
    await ready
    expect(told).toEqual([])
  })
})
