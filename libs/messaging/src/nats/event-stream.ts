import type { ConsumerConfig, JetStreamManager, StreamConfig } from 'nats'
import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  NatsError,
  nanos,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
} from 'nats'
import { covering } from '../subjects.js'
import type { ConsumerOptions } from '../transport.js'

/** How the stream of events is kept. */
export interface EventStreamConfig {
  name: string
  subjects: readonly string[]
  /** How long events stay, in milliseconds. */
  maxAgeMs: number
  replicas: number
}

const DAY_MS = 24 * 60 * 60 * 1000

export const eventStream: EventStreamConfig = { name: 'EVENTS', subjects: ['evt.>'], maxAgeMs: 7 * DAY_MS, replicas: 1 }

/** Events one process holds, running or waiting behind their key. */
export const IN_HAND_LIMIT = 1024

const STREAM_NOT_FOUND = 10059
const CONSUMER_NOT_FOUND = 10014

/** What has to be done, and the settings that differ, for a tool to print first. */
export interface Plan {
  action: 'create' | 'update' | 'none'
  differences: { setting: string; is: unknown; wanted: unknown }[]
}

/** Compares the stream with its declaration. */
export async function planStream(manager: JetStreamManager, config: EventStreamConfig): Promise<Plan> {
  const info = await absent(STREAM_NOT_FOUND, manager.streams.info(config.name))
  return plan(info?.config, streamConfig(config))
}

/** Makes the stream as declared; does nothing when it is. */
export async function ensureStream(manager: JetStreamManager, config: EventStreamConfig): Promise<Plan> {
  const planned = await planStream(manager, config)
  if (planned.action === 'create') await manager.streams.add(streamConfig(config))
  if (planned.action === 'update') await manager.streams.update(config.name, streamConfig(config))
  return planned
}

/** Compares a durable consumer with its declaration. */
export async function planConsumer(manager: JetStreamManager, stream: string, options: ConsumerOptions): Promise<Plan> {
  const info = await absent(CONSUMER_NOT_FOUND, manager.consumers.info(stream, options.name))
  return plan(info?.config, consumerConfig(options))
}

/**
 * Makes a durable consumer as declared. A new one is given everything the stream still holds: inboxes know what they
 * have seen.
 */
export async function ensureConsumer(
  manager: JetStreamManager,
  stream: string,
  options: ConsumerOptions,
): Promise<Plan> {
  const planned = await planConsumer(manager, stream, options)
  // `add` of an existing durable changes it, filter included, which `update` of this client would leave out.
  if (planned.action !== 'none') await manager.consumers.add(stream, consumerConfig(options))
  return planned
}

function streamConfig({ name, subjects, maxAgeMs, replicas }: EventStreamConfig): StreamConfig {
  return {
    name,
    subjects: [...subjects],
    max_age: nanos(maxAgeMs),
    num_replicas: replicas,
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    duplicate_window: nanos(120_000),
  } as StreamConfig
}

function consumerConfig({ name, filterSubjects, maxConcurrent, ackWaitMs }: ConsumerOptions): ConsumerConfig {
  return {
    durable_name: name,
    filter_subject: covering(filterSubjects),
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: nanos(ackWaitMs),
    max_ack_pending: Math.max(IN_HAND_LIMIT, maxConcurrent * 2),
    max_deliver: -1,
  }
}

function plan(is: object | undefined, wanted: object): Plan {
  if (!is) return { action: 'create', differences: [] }
  const current = new Map<string, unknown>(Object.entries(is))
  const differences = Object.entries(wanted)
    .map(([setting, value]) => ({ setting, is: current.get(setting), wanted: value as unknown }))
    .filter((entry) => JSON.stringify(entry.is) !== JSON.stringify(entry.wanted))
  return { action: differences.length > 0 ? 'update' : 'none', differences }
}

async function absent<T>(code: number, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.err_code === code) return undefined
    throw error
  }
}
