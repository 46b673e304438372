import type { Messaging } from '@linkflow/messaging'
import { loadConfig, nestLogger, OperationsModule } from '@linkflow/service'
import type { Host, RunningService, Service } from '@linkflow/service'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { AddressInfo } from 'node:net'
import { gatewayConfig } from './config.js'
import type { Edge } from './edge.js'
import { drainable } from './http/drain.js'
import { fastifyOptions } from './http/fastify-options.js'
import { httpContracts } from './http/http-contract.js'
import { ProblemFilter } from './http/problem-filter.js'
import { registerRoutes } from './http/register-routes.js'
import { Admission } from './identity/admission.js'
import { Authenticator } from './identity/authenticator.js'
import { Limits } from './limits/limits.js'
import { LiveFeeds } from './live/live-feeds.js'
import { SocketServer } from './live/socket-server.js'

/** A gateway that listens. */
export type RunningGateway = RunningService & { readonly port: number }

/** The public edge: no table, no resource of its own, everything from the contracts. */
export const gateway = { name: 'gateway', config: gatewayConfig, consumers: [], start } as const satisfies Service

async function start(host: Host): Promise<RunningGateway> {
  const edge = createEdge(host)
  const { config, logger } = edge
  const app = await NestFactory.create<NestFastifyApplication>(
    OperationsModule.forProcess(host.health),
    new FastifyAdapter(fastifyOptions(config, logger)),
    { logger: nestLogger(logger), abortOnError: false, bodyParser: false },
  )
  app.useGlobalFilters(new ProblemFilter(logger))
  await registerRoutes(app.getHttpAdapter().getInstance(), httpContracts, edge)
  const drain = drainable(app.getHttpServer())
  const sockets = new SocketServer(edge, app.getHttpServer())
  await app.listen(host.config.PORT, host.config.HOST)
  const { port } = app.getHttpServer().address() as AddressInfo
  return {
    port,
    async close() {
      edge.feeds.close()
      await sockets.close()
      const closed = app.close()
      drain()
      await closed
      await edge.limits.close()
    },
  }
}

function createEdge(host: Host): Edge {
  const config = loadConfig(gatewayConfig, host.env)
  const logger = host.logger('gateway')
  const messaging = host.messaging('gateway')
  const limits = new Limits({
    perMinute: {
      anonymous: config.RATE_LIMIT_ANONYMOUS,
      principal: config.RATE_LIMIT_PRINCIPAL,
      sensitive: config.RATE_LIMIT_SENSITIVE,
      account: config.RATE_LIMIT_SENSITIVE,
    },
    ingress: config.RATE_LIMIT_INGRESS,
    redisUrl: host.config.REDIS_URL,
    logger,
  })
  const authenticator = createAuthenticator(host, messaging)
  const admission = new Admission(authenticator, limits)
  const feeds = new LiveFeeds(host.transport, messaging)
  return { host, logger, config, messaging, authenticator, admission, limits, feeds }
}

function createAuthenticator(host: Host, messaging: Messaging): Authenticator {
  const identity = host.identity('gateway')
  return new Authenticator(messaging, host.clock, ({ timeoutMs }) =>
    identity.serviceContext({ deadlineAt: Date.now() + timeoutMs }),
  )
}
