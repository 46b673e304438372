import { createCatalog, type NodeDefinition, type NodeTypeManifest, type WorkflowSettings } from '@linkflow/graph'
import type { Item } from '@linkflow/kernel'
import {
  advance,
  compile,
  initialState,
  type Command,
  type EngineEvent,
  type ExecutionState,
  type Plan,
} from './index.js'

const step: NodeTypeManifest = {
  type: 'step',
  version: 1,
  name: 'Step',
  description: 'For tests.',
  icon: 'x',
  group: 'data',
  effect: 'pure',
  inputs: [{ name: 'main' }, { name: 'input-', repeat: true }],
  outputs: [{ name: 'main' }, { name: 'other' }],
  parameters: {},
}
const trigger: NodeTypeManifest = {
  ...step,
  type: 'trigger',
  name: 'Trigger',
  group: 'trigger',
  trigger: true,
  inputs: [],
}
export const catalog = createCatalog([step, trigger])

export interface Given {
  /** By node id. */
  nodes?: Record<string, Partial<NodeDefinition>>
  settings?: WorkflowSettings
}

/**
 * A plan from a drawing: `t>a a.other>b a>b:input-2`. Nodes called `t`, `t2`, … are triggers; connections keep their order.
 */
export function draw(drawing: string, { nodes = {}, settings = {} }: Given = {}): Plan {
  const ids = new Set<string>()
  const connections = drawing.split(' ').map((text) => {
    const [from = '', to = ''] = text.split('>')
    const [source = '', sourcePort] = from.split('.')
    const [target = '', targetPort] = to.split(':')
    ids.add(source).add(target)
    return { source, target, ...(sourcePort ? { sourcePort } : {}), ...(targetPort ? { targetPort } : {}) }
  })
  const definitions = [...ids].map((id) => ({
    id,
    type: /^t\d*$/.test(id) ? 'trigger' : 'step',
    parameters: {},
    ...nodes[id],
  }))
  return compile({ nodes: definitions, connections, settings }, catalog)
}

export const items = (...values: (string | number)[]): Item[] => values.map((value) => ({ json: { value } }))

/** An execution in the hands of a test. */
export class Run {
  state: ExecutionState
  /** Of the last event. */
  commands: Command[] = []
  readonly history: EngineEvent[] = []
  private at = 1_000

  constructor(
    readonly plan: Plan,
    trigger = 't',
    given: Item[] = items(1),
  ) {
    this.state = initialState(plan, { executionId: 'e' })
    this.feed({ type: 'started', at: this.at, trigger, items: given })
  }

  feed(event: EngineEvent): this {
    const { state, commands } = advance(this.plan, this.state, event)
    this.state = state
    this.commands = commands
    this.history.push(event)
    return this
  }

  succeed(nodeId: string, outputs: Record<string, Item[]> = { main: items(nodeId) }, attempt = 1): this {
    return this.feed({ type: 'node-succeeded', at: (this.at += 1), nodeId, attempt, outputs })
  }

  fail(nodeId: string, rest: { attempt?: number; retryable?: boolean; retryAfterMs?: number } = {}): this {
    const failure = { code: 'test/broken', message: 'Broken.' }
    return this.feed({ type: 'node-failed', at: (this.at += 1), nodeId, attempt: 1, failure, ...rest })
  }

  resolve(waitId: string): this {
    return this.feed({ type: 'wait-resolved', at: (this.at += 1), waitId })
  }

  /** The last event's commands in short: `run a`, `wait retry a`, `end`, `abort a`, `finish succeeded`. */
  get told(): string[] {
    return this.commands.map((command) => {
      switch (command.type) {
        case 'run-node':
          return `run ${command.nodeId}${command.attempt > 1 ? ` ${command.attempt}` : ''}`
        case 'start-wait':
          return `wait ${command.waitId}`
        case 'end-wait':
          return `end ${command.waitId}`
        case 'abort-node':
          return `abort ${command.nodeId}`
        case 'finish':
          return `finish ${command.status}`
      }
    })
  }

  /** Node id -> status. */
  get statuses(): Record<string, string> {
    return Object.fromEntries(this.plan.nodes.map(({ id, index }) => [id, this.state.nodes[index]?.status ?? '']))
  }

  get output(): unknown[] | undefined {
    return this.commands.flatMap((command) =>
      command.type === 'finish' ? [command.output.map(({ json }) => json)] : [],
    )[0]
  }
}
