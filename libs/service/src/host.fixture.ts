import { LocalBroker, LocalTransport } from '@linkflow/messaging'
import { newId } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import { hostConfig, loadConfig } from './config.js'
import type { Environment } from './config.js'
import { Host } from './host.js'
import { createLogger } from './logger.js'
import { Tracing } from './tracing.js'

/** A process without a database over the local transport; what it logs is kept. */
export function localHost(env: Environment = {}) {
  const lines: Record<string, unknown>[] = []
  const unexpected: unknown[] = []
  const config = loadConfig(hostConfig, { LOG_LEVEL: 'warn', ...env })
  const logger = createLogger(config.LOG_LEVEL, 'test', { write: (line) => void lines.push(JSON.parse(line)) })
  const transport = new LocalTransport(new LocalBroker(), (error) => unexpected.push(error))
  const tracing = Tracing.create('test', config, logger)
  const connection = () => ({ url: '' })
  const host = new Host({ config, env, logger, tracing, transport, connection })
  return { host, transport, lines, unexpected }
}

/** The context of somebody who may do `permissions` in a workspace. */
export function contextOf(principal: RequestContext['principal'], permissions: string[] = []): RequestContext {
  const deadlineAt = Date.now() + 10_000
  return { principal, workspaceId: newId(), permissions: new Set(permissions), requestId: newId(), deadlineAt }
}

export const ann = { kind: 'user', id: 'ann', sessionId: 's' } as const
