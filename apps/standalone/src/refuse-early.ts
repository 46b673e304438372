import { StartError } from '@linkflow/postgres'
import { assertValid, configIssues } from '@linkflow/service'
import type { Environment } from '@linkflow/service'
import { createServer } from 'node:net'
import { services } from './services.js'

/**
 * Says everything that is wrong with what the services are told, before anything is started.
 *
 * @throws StartError
 */
export function refuseInvalid(env: Environment): void {
  assertValid(services.flatMap(({ config }) => (config ? configIssues(config, env) : [])))
}

/** @throws StartError */
export async function refuseTakenPort({ PORT, HOST }: { PORT: number; HOST: string }): Promise<void> {
  const server = createServer()
  await new Promise<void>((done, reject) =>
    server
      .once('error', () => reject(new StartError(`Port ${PORT} is taken. Choose another with --port.`)))
      .listen(PORT, HOST, done),
  )
  await new Promise((done) => server.close(done))
}
