import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { AddressInfo } from 'node:net'
import type { Host } from './host.js'
import { nestLogger } from './logger.js'
import { OperationsModule } from './operations.js'

/** Serves health and metrics of a process that has no public HTTP of its own. */
export async function startOperations(host: Host): Promise<{ port: number; close(): Promise<void> }> {
  const app = await NestFactory.create<NestFastifyApplication>(
    OperationsModule.forProcess(host.health),
    new FastifyAdapter(),
    { logger: nestLogger(host.logger('operations')), abortOnError: false },
  )
  await app.init()
  // Not Nest's `listen`, which logs a taken port before it throws it.
  await app.getHttpAdapter().getInstance().listen({ port: host.config.PORT, host: host.config.HOST })
  const { port } = app.getHttpServer().address() as AddressInfo
  return { port, close: () => app.close() }
}
