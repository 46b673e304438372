import { numberVariable } from '@linkflow/service'
import { z } from 'zod'
import { parseAllowList } from './egress/allow-list.js'

const allowList = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return parseAllowList(text)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not a list of hosts' })
      return z.NEVER
    }
  })

/** The node service's own environment variables. */
export const nodeConfig = z.object({
  LINKFLOW_EGRESS_ALLOW: allowList.describe(
    'Networks, hosts and host:port that nodes may reach besides the public Internet, comma separated: 10.0.0.0/8,printer.local:631.',
  ),
  LINKFLOW_EGRESS_MAX_BYTES: numberVariable(16 * 1024 * 1024, 1).describe(
    'Most bytes of all responses of one node run.',
  ),
  LINKFLOW_EGRESS_CONNECT_TIMEOUT_MS: numberVariable(10_000, 1).describe('Longest time to connect to a server.'),
  LINKFLOW_EGRESS_IDLE_TIMEOUT_MS: numberVariable(60_000, 1).describe('Longest silence of a server.'),
  LINKFLOW_CODE_TIMEOUT_MS: numberVariable(10_000, 1).describe('Longest run of a code node.'),
  LINKFLOW_CODE_MEMORY_BYTES: numberVariable(64 * 1024 * 1024, 16 * 1024 * 1024).describe(
    'Most memory of a code node.',
  ),
  LINKFLOW_CODE_THREADS: numberVariable(2, 1).describe('Code nodes that run at once in a process.'),
  LINKFLOW_CODE_WAITING: numberVariable(100, 1).describe(
    'Code nodes of one workspace that wait for a thread; more are sent away and come again.',
  ),
})
export type NodeConfig = z.output<typeof nodeConfig>
