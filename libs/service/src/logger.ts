import type { LoggerService } from '@nestjs/common'
import { StartError } from '@linkflow/postgres'
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { errorForLog, redact, redactText } from './redact.js'

export type { Logger }

/**
 * JSON lines on standard output. Each names its `service`: the one a child logger was made for, else the process's own.
 * What is named or looks like a secret is masked.
 */
export function createLogger(level: string, name: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    // A mixin, because bindings of parent and child would both be written.
    mixin: (_line: object, _level: number, logger: Logger) => ('service' in logger.bindings() ? {} : { service: name }),
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (line: Record<string, unknown>) => redact(line) as Record<string, unknown>,
    },
    serializers: { err: errorForLog },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: (...args: unknown[]) => void) {
        method.apply(
          this,
          (args as unknown[]).map((arg) => (typeof arg === 'string' ? redactText(arg) : arg)),
        )
      },
    },
  }
  return pino(options, destination ?? standardOutput())
}

/**
 * Written at once, as Node itself writes to a pipe: what is gathered instead is written at exit, by a loop that never ends
 * when whoever read us is gone (sonic-boom 4.2), and the process with it.
 */
const standardOutput = () => pino.destination({ dest: 1, sync: true })

/** Lets Nest's own messages go out as the process's JSON lines; its start-up chatter only at debug level. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
      // Whoever started us says why that failed.
      if (message instanceof StartError) return
      // Nest gives the context last, and before it, with errors, the stack.
      const context = rest.at(-1)
      const stack = rest.length > 1 ? rest[0] : undefined
      if (message instanceof Error) logger[level]({ context, err: message }, message.message)
      else logger[level]({ context, stack }, typeof message === 'string' ? message : JSON.stringify(message))
    }
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  }
}
