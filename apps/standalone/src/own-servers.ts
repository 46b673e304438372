import { endWithUs, freePort } from '@linkflow/local-postgres'
import { StartError } from '@linkflow/postgres'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server of this machine that belongs to an installation. */
export interface OwnServer {
  url: string
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 10_000

/** NATS with JetStream, keeping its streams in a folder. */
export function ownNats(storeDir: string): Promise<OwnServer> {
  return start('nats', 'NATS_URL', (port) => ['nats-server', '-a', '127.0.0.1', '-p', port, '-js', '-sd', storeDir])
}

/** Redis that keeps nothing: it counts for rate limits. */
export function ownRedis(): Promise<OwnServer> {
  return start('redis', 'REDIS_URL', (port) => [
    ...['redis-server', '--port', port, '--bind', '127.0.0.1'],
    ...['--save', '', '--appendonly', 'no'],
  ])
}

/** @throws StartError when the program is not there or does not answer */
async function start(scheme: string, variable: string, argsAt: (port: string) => string[]): Promise<OwnServer> {
  const port = await freePort()
  const [program = '', ...args] = argsAt(String(port))
  // Detached: Ctrl-C at the terminal must reach us alone, so that services drain before their servers go.
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  await once(child, 'spawn').catch(() => {
    throw new StartError(`--distributed needs ${variable}, or ${program} on the PATH.`)
  })
  const release = endWithUs(child.pid!, 'TERM')
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    release()
  }
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new StartError(`${program} does not start. Name a running one with ${variable}.`)
    }
    await sleep(20)
  }
  return { url: `${scheme}://127.0.0.1:${port}`, stop }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket
      .once('error', () => resolve(false))
      .once('connect', () => {
        socket.destroy()
        resolve(true)
      })
  })
}
