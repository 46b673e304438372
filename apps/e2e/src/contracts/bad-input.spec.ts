import { afterAll, beforeAll, describe } from '@jest/globals'
import { register } from '../client.js'
import type { Account } from '../client.js'
import { System } from '../system.js'
import { badAddresses, badExpressions } from './bad-input/bad-expressions.suite.js'
import { badDeliveries } from './bad-input/bad-deliveries.suite.js'
import { badRequests } from './bad-input/bad-requests.suite.js'
import { Target } from './bad-input/target.js'

/** Nine processes start at once, perhaps beside other tests. */
const BOOT_MS = 240_000

describe.each(['standalone', 'distributed'] as const)('bad input, %s', (topology) => {
  let system: System
  let ann: Account
  let allowed: Target
  let inside: Target

  beforeAll(async () => {
    allowed = await Target.start()
    inside = await Target.start()
    const env = { RATE_LIMIT_PRINCIPAL: '0', LINKFLOW_EGRESS_ALLOW: `127.0.0.1:${allowed.port}` }
    system = await System.start(topology, { env })
    ann = await register(system.url)
  }, BOOT_MS)
  afterAll(async () => {
    await system?.stop()
    await allowed?.stop()
    await inside?.stop()
  })

  const given = () => ({ url: system.url, ann, allowed, inside })
  describe('requests', () => badRequests(given))
  describe('deliveries', () => badDeliveries(given))
  describe('expressions', () => badExpressions(given))
  describe('the network inside', () => badAddresses(given))
})
