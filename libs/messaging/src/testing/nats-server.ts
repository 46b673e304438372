import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real nats-server for tests, with JetStream in a directory of its own. */
export interface TestNatsServer {
  readonly url: string
  readonly port: number
  /** Ends it and removes its directory. */
  stop(): Promise<void>
  /** Ends it as a crash does and leaves its directory. */
  kill(): Promise<void>
  /** Starts it again on the same port and directory; kills it first when it runs. */
  restart(): Promise<void>
  /** Kills it, removes what it stored and starts it empty. */
  wipe(): Promise<void>
}

export interface TestNatsServerOptions {
  /** The executable; `nats-server` on the path unless told. */
  binary?: string
  /** More command line arguments. */
  args?: readonly string[]
}

/** Starts nats-server on a free port of the loopback interface. It dies with this process, however that ends. */
export async function startNatsServer(options: TestNatsServerOptions = {}): Promise<TestNatsServer> {
  const port = await freePort()
  const dir = await mkdtemp(join(tmpdir(), 'linkflow-nats-'))
  const store = join(dir, 'store')
  const command = [options.binary ?? 'nats-server', ...['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', store]]
  let running: Running | undefined = await start([...command, ...(options.args ?? [])], port, dir)
  const kill = async () => {
    await running?.end()
    running = undefined
  }
  const restart = async () => {
    await kill()
    running = await start([...command, ...(options.args ?? [])], port, dir)
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    kill,
    restart,
    stop: async () => {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
    wipe: async () => {
      await kill()
      await rm(store, { recursive: true, force: true })
      await restart()
    },
  }
}

interface Running {
  end(): Promise<void>
}

async function start([binary = '', ...args]: string[], port: number, dir: string): Promise<Running> {
  const server = spawn(binary, args, { stdio: 'ignore' })
  await once(server, 'spawn')
  const watchdog = guard(server, dir)
  const exited = once(server, 'exit')
  await listening(server, port)
  return {
    end: async () => {
      server.kill('SIGKILL')
      await exited
      watchdog.kill('SIGKILL')
    },
  }
}

/** Waits on a pipe that only we hold: it closes when this process ends, even by SIGKILL, and then ends the server. */
function guard(server: ChildProcess, dir: string): ChildProcess {
  const script = `read _; kill -KILL ${server.pid} 2>/dev/null; rm -rf "$1"`
  const watchdog = spawn('sh', ['-c', script, 'sh', dir], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watchdog.unref()
  server.unref()
  return watchdog
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Resolves when the server greets; rejects when it has ended instead. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  while (server.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const greeted = await Promise.race([
      once(socket, 'data').then(
        () => true,
        () => false,
      ),
      once(socket, 'close').then(
        () => false,
        () => false,
      ),
    ])
    socket.destroy()
    if (greeted) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`nats-server ended with ${server.exitCode}`)
}
