import { Server } from '@nestjs/microservices'
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices'
import type { RequestContract } from '@linkflow/contracts'
import { InputInvalid, InternalError, Problem } from '@linkflow/kernel'
import type { RequestContext } from '@linkflow/kernel'
import type { IncomingCall, Subscription, Transport } from '@linkflow/messaging'
import { isObservable, lastValueFrom } from 'rxjs'
import { checkAccess } from './access.js'
import { changeOf } from './change-of.js'
import type { CallIdentity } from './identity.js'
import { inputErrors } from './input-errors.js'
import type { CallMetrics } from './call-metrics.js'
import type { Logger } from './logger.js'
import { operationOf } from './tracing.js'
import type { Tracing } from './tracing.js'

export interface StrategyOptions {
  service: string
  contracts: readonly RequestContract[]
  transport: Transport
  identity: CallIdentity
  tracing: Tracing
  metrics: CallMetrics
  logger: Logger
}

/** Nest's transport of LinkFlow: every message pattern is a contract's subject, served by the messaging port. */
export class MessagingServer extends Server implements CustomTransportStrategy {
  private readonly subscriptions: Subscription[] = []

  constructor(private readonly options: StrategyOptions) {
    super()
  }

  override addHandler(pattern: string, handler: MessageHandler, isEventHandler = false): void {
    // Nest would silently replace the first handler of a pattern.
    if (this.messageHandlers.has(pattern)) throw new Error(`${pattern} has two handlers`)
    super.addHandler(pattern, handler, isEventHandler)
  }

  async listen(done: (error?: unknown) => void): Promise<void> {
    try {
      const contracts = new Map(this.options.contracts.map((contract) => [contract.subject, contract]))
      this.assertComplete(contracts)
      for (const [subject, handler] of this.messageHandlers)
        this.subscriptions.push(await this.serve(contracts.get(subject)!, handler))
      done()
    } catch (error) {
      done(error)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.subscriptions.splice(0).map((subscription) => subscription.close()))
  }

  on(): void {
    throw new Error('The messaging transport has no events of its own.')
  }

  unwrap<T>(): T {
    return this.options.transport as T
  }

  /** One handler for each contract, one contract for each handler, or the service does not start. */
  private assertComplete(contracts: Map<string, RequestContract>): void {
    const missing = [...contracts.keys()].filter((subject) => !this.messageHandlers.has(subject))
    const unknown = [...this.messageHandlers.keys()].filter((subject) => !contracts.has(subject))
    if (missing.length > 0) throw new Error(`No handler for ${missing.join(', ')}`)
    if (unknown.length > 0) throw new Error(`No contract of ${this.options.service} for ${unknown.join(', ')}`)
  }

  private serve(contract: RequestContract, handler: MessageHandler): Promise<Subscription> {
    const { transport, identity, metrics, tracing, service } = this.options
    const record = metrics.served(contract)
    const operation = operationOf(contract.subject)
    const span = { kind: 'server', component: service } as const
    const answer = async (input: unknown, call: IncomingCall): Promise<unknown> => {
      const started = performance.now()
      let code = 'ok'
      try {
        return await tracing.within(operation, call.traceparent, span, async (traceparent) =>
          run(contract, handler, input, await identity.contextOf(call, operation, traceparent)),
        )
      } catch (error) {
        const problem = error instanceof Problem ? error : this.unexpected(error, operation, call)
        code = problem.code
        throw problem
      } finally {
        record(code, performance.now() - started)
      }
    }
    return transport.serve(contract.subject, contract.service, answer, {
      maxBytes: contract.maxBytes,
      long: contract.long,
    })
  }

  /** Told here, where the request is known: the caller learns nothing but that something went wrong. */
  private unexpected(error: unknown, operation: string, { requestId, traceparent }: IncomingCall): Problem {
    const traceId = traceparent?.split('-')[1]
    this.options.logger.error({ err: error, operation, requestId, traceId }, 'unexpected error')
    return InternalError(undefined, { cause: error })
  }
}

async function run(contract: RequestContract, handler: MessageHandler, input: unknown, ctx: RequestContext) {
  checkAccess(contract, ctx)
  const parsed = contract.input.safeParse(input)
  if (!parsed.success) throw InputInvalid({ errors: inputErrors(parsed.error) })
  if (contract.audit) ctx.change = changeOf(contract, parsed.data as object)
  const result: unknown = await handler(parsed.data, ctx)
  return isObservable(result) ? lastValueFrom(result) : result
}
