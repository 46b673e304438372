import { RateLimited } from '@linkflow/kernel'
import type { Logger } from '@linkflow/service'
import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { WindowCounter } from './window-counter.js'

export const WINDOW_S = 60
/** A Redis that does not answer within this counts as absent. */
const REDIS_TIMEOUT_MS = 250

/** What is counted apart from each other. */
export type Budget = 'anonymous' | 'principal' | 'sensitive' | 'account'

/** What is left of a budget after a request. */
export interface Allowance {
  /** Name of the policy as clients see it. */
  policy: string
  limit: number
  remaining: number
  resetSeconds: number
}

/** A refusal, with what clients are told about the budget. */
export class LimitExceeded extends Error {
  constructor(readonly allowance: Allowance) {
    super('Rate limit exceeded')
  }

  toProblem() {
    return RateLimited({ retryAfterSeconds: this.allowance.resetSeconds })
  }
}

export interface LimitsOptions {
  perMinute: Readonly<Record<Budget, number>>
  /** Deliveries a minute and webhook. */
  ingress: number
  redisUrl: string | undefined
  logger: Logger
}

const policies: Readonly<Record<Budget, string>> = {
  anonymous: 'default',
  principal: 'default',
  sensitive: 'sensitive',
  account: 'sensitive',
}

/** How often who may call: counted in Redis for all gateways, or in memory when there is none or it is away. */
export class Limits {
  readonly ingress: WindowCounter
  private readonly limiters = new Map<Budget, RateLimiterAbstract>()
  private readonly redis: Redis | undefined

  constructor(private readonly options: LimitsOptions) {
    this.ingress = new WindowCounter(options.ingress, WINDOW_S * 1000)
    this.redis = options.redisUrl === undefined ? undefined : connect(options.redisUrl, options.logger)
    for (const budget of Object.keys(policies) as Budget[]) {
      const points = options.perMinute[budget]
      if (points > 0) this.limiters.set(budget, createLimiter(budget, points, this.redis))
    }
  }

  /**
   * Takes one from a budget; undefined when it is switched off.
   *
   * @throws LimitExceeded
   */
  async consume(budget: Budget, key: string): Promise<Allowance | undefined> {
    const limiter = this.limiters.get(budget)
    if (!limiter) return undefined
    try {
      return this.allowance(budget, await limiter.consume(key))
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new LimitExceeded(this.allowance(budget, error))
      throw error
    }
  }

  /** The refusal of a delivery that {@link ingress} counted as too many. */
  ingressExceeded(waitMs: number): LimitExceeded {
    const resetSeconds = Math.ceil(waitMs / 1000)
    return new LimitExceeded({ policy: 'ingress', limit: this.options.ingress, remaining: 0, resetSeconds })
  }

  /** Settled when counting happens where it was meant to: at once without a Redis, else when that answers. */
  async ready(): Promise<void> {
    const { redis } = this
    if (redis && redis.status !== 'ready') await new Promise<void>((done) => redis.once('ready', () => done()))
  }

  async close(): Promise<void> {
    this.redis?.disconnect()
  }

  private allowance(budget: Budget, state: RateLimiterRes): Allowance {
    return {
      policy: policies[budget],
      limit: this.options.perMinute[budget],
      remaining: Math.max(0, state.remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)),
    }
  }
}

function createLimiter(budget: Budget, points: number, redis: Redis | undefined): RateLimiterAbstract {
  const options = { keyPrefix: `linkflow:rate:${budget}`, points, duration: WINDOW_S }
  const memory = new RateLimiterMemory(options)
  if (!redis) return memory
  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    // A dead Redis never fails a request: each gateway then counts for itself.
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  })
}

function connect(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_TIMEOUT_MS,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5000),
  })
  let away = false
  redis.on('error', (error) => {
    if (!away) logger.warn({ err: error }, 'rate limits are counted in memory while Redis is away')
    away = true
  })
  redis.on('ready', () => (away = false))
  return redis
}
