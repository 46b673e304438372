import { ExecutionsFinished } from '@linkflow/contracts'
import { connectNats, eventFilter } from '@linkflow/messaging'
import type { Transport } from '@linkflow/messaging'

/** A durable consumer of the events that tell of finished executions, outside of LinkFlow. */
export class FinishedEvents {
  /** Executions by the event that told of them. */
  private readonly byEvent = new Map<string, string[]>()
  /** Deliveries of an event that had come before. */
  repeats = 0

  private constructor(private readonly transport: Transport) {}

  static async consume(natsUrl: string): Promise<FinishedEvents> {
    const errors: unknown[] = []
    const transport = await connectNats({
      service: 'observer',
      connection: { servers: natsUrl },
      onError: (error) => errors.push(error),
    })
    const events = new FinishedEvents(transport)
    const options = { name: 'observer', filterSubjects: [eventFilter(ExecutionsFinished)] }
    await transport.consume({ ...options, maxConcurrent: 4, ackWaitMs: 2_000 }, async ({ id, data }) => {
      const { executions } = ExecutionsFinished.data.parse(data)
      if (events.byEvent.has(id)) events.repeats += 1
      events.byEvent.set(
        id,
        executions.map(({ executionId }) => executionId),
      )
      return 'ack'
    })
    return events
  }

  /** Ids of the executions that were told of, once for each distinct event. */
  get executionIds(): string[] {
    return [...this.byEvent.values()].flat()
  }

  close(): Promise<void> {
    return this.transport.close()
  }
}
