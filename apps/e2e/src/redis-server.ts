import { freePort } from '@linkflow/local-postgres'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A real redis-server for tests, on a free port, keeping nothing on disk. */
export class RedisServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<RedisServer> {
    const port = await freePort()
    // The pipe ends with this process, however that ends, and the shell then ends the server.
    const script = `redis-server --port ${port} --bind 127.0.0.1 --save '' --appendonly no >/dev/null & pid=$!; read _; kill $pid; wait $pid`
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'inherit'] })
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 500) throw new Error('redis-server did not start')
      await sleep(20)
    }
    return new RedisServer(`redis://127.0.0.1:${port}`, child)
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = new Promise((done) => this.child.once('exit', done))
    this.child.stdin?.end()
    await gone
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
