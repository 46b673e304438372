import { contractsOf } from '@linkflow/contracts'
import { CONFIG, defineService } from '@linkflow/service'
import { GetNodeTypeHandler } from './app/get-node-type.js'
import { ListNodeTypesHandler } from './app/list-node-types.js'
import { RunNodeHandler } from './app/run-node.js'
import { SendRequestHandler } from './app/send-request.js'
import { CodeNode } from './code/code-node.js'
import { Sandbox } from './code/sandbox.js'
import { nodeConfig } from './config.js'
import type { NodeConfig } from './config.js'
import { CredentialReleaser } from './credentials/credential-releaser.js'
import { Egress } from './egress/egress.js'
import { HttpRequestNode } from './http-request/http-request-node.js'

/** Node types, and the nodes that reach outside. Has no data of its own. */
export const node = defineService({
  name: 'node',
  contracts: contractsOf('node'),
  handlers: [ListNodeTypesHandler, GetNodeTypeHandler, RunNodeHandler, SendRequestHandler],
  config: nodeConfig,
  providers: [
    {
      provide: Egress,
      inject: [CONFIG],
      useFactory: (config: NodeConfig) =>
        new Egress({
          allow: config.LINKFLOW_EGRESS_ALLOW,
          connectTimeoutMs: config.LINKFLOW_EGRESS_CONNECT_TIMEOUT_MS,
          idleTimeoutMs: config.LINKFLOW_EGRESS_IDLE_TIMEOUT_MS,
        }),
    },
    CredentialReleaser,
    HttpRequestNode,
    {
      provide: Sandbox,
      inject: [CONFIG],
      useFactory: (config: NodeConfig) =>
        new Sandbox({ threads: config.LINKFLOW_CODE_THREADS, waiting: config.LINKFLOW_CODE_WAITING }),
    },
    CodeNode,
  ],
})
