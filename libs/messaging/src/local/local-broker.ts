import { Deadlines } from '../deadlines.js'
import type { ConsumerOptions } from '../transport.js'
import type { EventPlace } from './local-durable.js'
import { LocalDurable } from './local-durable.js'
import { LocalLive } from './local-live.js'
import type { LocalServer } from './local-server.js'

/** Acknowledged event ids that are remembered to tell a repeat. A hint, like JetStream's window: inboxes decide. */
const REMEMBERED_IDS = 8192

/** What the local transports of one process meet in. */
export class LocalBroker {
  readonly deadlines = new Deadlines()
  readonly live = new LocalLive()
  private readonly servers = new Map<string, { next: number; list: LocalServer[] }>()
  private readonly durables = new Map<string, LocalDurable>()
  private readonly acknowledged = new Set<string>()
  private readonly inFlight = new Map<string, Promise<void>>()

  add(server: LocalServer): void {
    const group = this.servers.get(server.subject)
    if (!group) this.servers.set(server.subject, { next: 0, list: [server] })
    else group.list.push(server)
  }

  remove(server: LocalServer): void {
    const list = this.servers.get(server.subject)?.list.filter((other) => other !== server)
    if (list && list.length > 0) this.servers.set(server.subject, { next: 0, list })
    else this.servers.delete(server.subject)
  }

  /** The next server of a subject in turn. */
  pick(subject: string): LocalServer | undefined {
    const group = this.servers.get(subject)
    if (!group) return undefined
    group.next = (group.next + 1) % group.list.length
    return group.list[group.next]
  }

  /**
   * Makes a consumer known before its service starts: until somebody listens its events are refused, so that the outbox
   * keeps them. An event of a consumer nobody has heard of is lost to it.
   */
  declare({ name, filterSubjects }: Pick<ConsumerOptions, 'name' | 'filterSubjects'>): void {
    this.durable(name).want(filterSubjects)
  }

  durable(name: string): LocalDurable {
    const known = this.durables.get(name)
    if (known) return known
    const durable = new LocalDurable(name)
    this.durables.set(name, durable)
    return durable
  }

  /** Brings an event to every consumer that wants it; one id is under way once. */
  async publish(event: EventPlace, text: string): Promise<{ duplicate: boolean }> {
    if (this.acknowledged.has(event.id)) return { duplicate: true }
    const earlier = this.inFlight.get(event.id)
    if (earlier) {
      await earlier
      return { duplicate: true }
    }
    const wanting = [...this.durables.values()].filter((durable) => durable.wants(event.subject))
    const delivery = Promise.all(wanting.map((durable) => durable.deliver(event, text))).then(() => {})
    this.inFlight.set(event.id, delivery)
    try {
      await delivery
      this.remember(event.id)
      return { duplicate: false }
    } finally {
      this.inFlight.delete(event.id)
    }
  }

  private remember(id: string): void {
    this.acknowledged.add(id)
    if (this.acknowledged.size <= REMEMBERED_IDS) return
    for (const oldest of this.acknowledged) {
      this.acknowledged.delete(oldest)
      return
    }
  }
}
