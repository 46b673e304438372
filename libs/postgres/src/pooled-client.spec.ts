import { expect, test } from '@jest/globals'
import { dataSourceOptions } from './connection.js'
import { PooledClient } from './pooled-client.js'

test('an error that reaches a connection nobody listens to ends nothing', () => {
  const { Client } = dataSourceOptions(
    { service: 'workflow', entities: [], migrations: [] },
    { url: 'postgres://x' },
  ).extra
  expect(Client).toBe(PooledClient)
  expect(() => new Client().emit('error', new Error('terminating connection'))).not.toThrow()
})
