import { expect } from '@jest/globals'
import { until } from '@linkflow/testing'
import { deploy, register } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import type { SystemOptions, Topology } from '../system.js'
import { audit, quiet, sound } from './audit.js'
import { Effects } from './effects.js'
import { quickLeases } from './engine-processes.js'
import { Sender } from './sender.js'
import { chain, effect } from './workflows.js'

/** A system with a workflow of two effects, which webhooks trigger all the time while something is broken. */
export class Load {
  private constructor(
    readonly system: System,
    readonly effects: Effects,
    readonly account: Account,
    readonly webhookUrl: string,
  ) {}

  static async start(topology: Topology, { env, ...options }: SystemOptions = {}): Promise<Load> {
    const effects = await Effects.start()
    const given = { ...quickLeases, LINKFLOW_EGRESS_ALLOW: effects.address, ...env }
    let system: System | undefined
    try {
      system = await System.start(topology, { ...options, env: given })
      const account = await register(system.url)
      const { webhookUrl } = await deploy(account.api, twoEffects(effects))
      return new Load(system, effects, account, webhookUrl)
    } catch (error) {
      await system?.stop()
      await effects.stop()
      throw error
    }
  }

  async stop(): Promise<void> {
    await this.system.stop()
    await this.effects.stop()
  }

  /**
   * Lets webhooks arrive while `fault` happens and is healed, and for some more afterwards; then everything that was
   * acknowledged must have happened exactly once.
   */
  async through(fault: (sender: Sender) => Promise<void>): Promise<Sender> {
    const sender = new Sender(...this.webhookUrls())
    sender.start()
    try {
      await this.growth(sender, 20)
      await fault(sender)
      await this.growth(sender, 20)
      await sender.stop()
    } finally {
      await sender.giveUp()
    }
    await this.expectSound(sender.accepted)
    return sender
  }

  /** Addresses of the webhook, one for each gateway. */
  private webhookUrls(): string[] {
    const { ports } = this.system
    const gateways = [...ports.keys()].filter((name) => /^gateway(-\d+)?$/.test(name))
    return gateways.map((name) => this.webhookUrl.replace(/:\d+\//, `:${ports.get(name)}/`))
  }

  /** Resolves when so many more events were acknowledged: nothing is proven by a system that stands still. */
  async growth(sender: Sender, count: number): Promise<void> {
    const goal = sender.accepted.size + count
    await until(`${count} more acknowledged webhooks`, () => sender.accepted.size >= goal)
  }

  async expectSound(accepted: Map<string, string>): Promise<void> {
    await quiet(this.system.database.query)
    expect(await audit(this.system.database.query, accepted, this.effects.read())).toEqual(sound)
  }
}

/** Two effects in a row, the first of them slow enough to be interrupted. */
export function twoEffects(effects: Effects) {
  return chain(effect('first', effects.url('slow/30')), effect('second', effects.url('now')))
}
