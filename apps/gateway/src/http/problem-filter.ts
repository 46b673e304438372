import { Catch } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import type { Logger } from '@linkflow/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from './problem-reply.js'

/** Nest's own errors, unknown paths among them, as problem documents. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const reply = http.getResponse<FastifyReply>()
    void sendProblem(error, { request: http.getRequest<FastifyRequest>(), reply, logger: this.logger })
  }
}
