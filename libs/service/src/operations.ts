import { Controller, Get, Inject, Module, Res } from '@nestjs/common'
import type { DynamicModule } from '@nestjs/common'
import { PrometheusModule } from '@willsoto/nestjs-prometheus'
import type { FastifyReply } from 'fastify'
import { collectDefaultMetrics, register } from 'prom-client'
import { Health } from './health.js'

/** Liveness, readiness and the whole picture. */
@Controller('health')
class HealthController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Get('live')
  live() {
    return { status: 'ok' }
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = await this.health.report()
    reply.status(report.status === 'ok' ? 200 : 503)
    return report
  }

  @Get()
  async all(@Res({ passthrough: true }) reply: FastifyReply) {
    const report = await this.health.report()
    reply.status(report.status === 'ok' ? 200 : 503)
    return { ...report, uptimeSeconds: Math.floor(process.uptime()), node: process.version }
  }
}

/** `/health`, `/health/live`, `/health/ready` and `/metrics` of a process. */
@Module({})
export class OperationsModule {
  static forProcess(health: Health): DynamicModule {
    // Once for a process, however many services and modules it holds.
    if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics({ register })
    return {
      module: OperationsModule,
      imports: [PrometheusModule.register({ path: '/metrics', defaultMetrics: { enabled: false } })],
      controllers: [HealthController],
      providers: [{ provide: Health, useValue: health }],
    }
  }
}
