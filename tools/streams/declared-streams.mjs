import { ensureConsumer, ensureStream, eventStream, planConsumer, planStream } from '@linkflow/messaging'
import { consumerOptions } from '@linkflow/postgres'
import { services } from '@linkflow/standalone'
import { connect } from 'nats'

/**
 * Compares the stream and the consumers of a NATS server with what the services declare, says every difference and, with
 * `apply`, removes it. Gives how many of them differed.
 */
export async function declaredStreams(url, { replicas, apply, say }) {
  const nc = await reach(url)
  try {
    const manager = await nc.jetstreamManager({ checkAPI: false })
    const stream = { ...eventStream, replicas }
    const consumers = services.flatMap((service) =>
      service.consumers.map(({ name, filterSubjects }) => consumerOptions(name, filterSubjects)),
    )
    const planned = [[`stream ${stream.name}`, await planStream(manager, stream)]]
    const isThere = planned[0][1].action !== 'create'
    for (const consumer of consumers)
      planned.push([
        `consumer ${consumer.name}`,
        isThere ? await planConsumer(manager, stream.name, consumer) : { action: 'create', differences: [] },
      ])
    for (const [what, plan] of planned) say(describe(what, plan))
    if (isThere) await nameStrangers(manager, { stream, consumers, say })
    const differing = planned.filter(([, { action }]) => action !== 'none').length
    if (apply) {
      await ensureStream(manager, stream)
      for (const consumer of consumers) await ensureConsumer(manager, stream.name, consumer)
    }
    say(
      differing === 0 ? 'All is as declared.\n' : apply ? `${differing} made as declared.\n` : `${differing} differ.\n`,
    )
    return differing
  } finally {
    await nc.close()
  }
}

async function reach(url) {
  try {
    return await connect({ servers: url, name: 'linkflow-streams' })
  } catch (cause) {
    const server = url.replace(/\/\/[^@/]*@/, '//')
    throw new Error(`NATS at ${server} cannot be reached (${cause.message}). Check NATS_URL.`, { cause })
  }
}

function describe(what, { action, differences }) {
  if (action === 'none') return `${what}: as declared\n`
  const lines = differences.map(({ setting, is, wanted }) => `  ${setting}: ${text(is)} -> ${text(wanted)}\n`)
  return `${what}: ${action}\n${lines.join('')}`
}

const text = (value) => JSON.stringify(value) ?? 'nothing'

/** A consumer of a service that is gone keeps its place for ever; whether that is wanted, people know. */
async function nameStrangers(manager, { stream, consumers, say }) {
  const declared = new Set(consumers.map(({ name }) => name))
  for await (const { name } of manager.consumers.list(stream.name))
    if (!declared.has(name)) say(`consumer ${name}: declared by nobody, left alone\n`)
}
