import type { LoggerService } from '@nestjs/common'
import { pino } from 'pino'
import type { Logger } from 'pino'

export type { Logger }

/** JSON lines on standard output. Anything named like a secret is left out. */
export function createLogger(level: string, name: string): Logger {
  return pino({
    level,
    base: { service: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: plainError },
    redact: {
      paths: ['token', 'password', 'secret', 'authorization', '*.token', '*.password', '*.secret', '*.authorization'],
      remove: true,
    },
  })
}

/** An error without what its maker hung on it: a failed query's error carries the parameters, and those may be anybody's secret. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as { code?: unknown }
  return { type: error.name, code, message: error.message, stack: error.stack }
}

/** Lets Nest's own messages go out as the process's JSON lines; its start-up chatter only at debug level. */
export function nestLogger(logger: Logger): LoggerService {
  const write = (level: 'debug' | 'warn' | 'error' | 'fatal') => (message: unknown, context?: unknown) =>
    logger[level]({ context }, message instanceof Error ? message.stack : String(message))
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  }
}
