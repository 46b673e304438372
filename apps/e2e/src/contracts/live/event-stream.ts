import { until } from '@linkflow/testing'

export interface StreamedEvent {
  id: number
  event: string
  data: { seq: number; type: string; executionId: string }
}

/** A reader of server-sent events that keeps everything it is told. */
export class EventStream {
  readonly events: StreamedEvent[] = []
  /** Set once the server has ended the stream. */
  ended = false
  private readonly controller = new AbortController()
  private constructor(readonly response: Response) {}

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const controller = new AbortController()
    const response = await fetch(url, { headers, signal: controller.signal })
    const stream = new EventStream(response)
    stream.controller.signal.addEventListener('abort', () => controller.abort())
    void stream.read()
    return stream
  }

  /** Resolves when the server has told the last event. */
  whole(): Promise<true> {
    return until('the stream has ended', () => this.ended)
  }

  close(): void {
    this.controller.abort()
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    try {
      for await (const part of this.response.body ?? []) {
        const frames = (text += decoder.decode(part, { stream: true })).split('\n\n')
        text = frames.pop()!
        for (const frame of frames) this.take(frame)
      }
      this.ended = true
    } catch {
      // Closed by us: nothing more is expected.
    }
  }

  private take(frame: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]
    const data = field('data')
    // A comment keeps the connection open and says nothing.
    if (data === undefined) return
    this.events.push({ id: Number(field('id')), event: field('event') ?? '', data: JSON.parse(data) })
  }
}
