import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { transformFile } from '@swc/core'
import { startNatsServer } from './nats-server.js'
import { eventually } from './topologies.js'

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false)).once('data', () => socket.destroy())
  })

test('it stops, restarts on its port and leaves nothing', async () => {
  const server = await startNatsServer()
  expect(await answers(server.port)).toBe(true)
  await server.kill()
  expect(await answers(server.port)).toBe(false)
  await server.restart()
  expect(await answers(server.port)).toBe(true)
  await server.stop()
  expect(await answers(server.port)).toBe(false)
})

test('it does not outlive the process that started it', async () => {
  const source = await transformFile(join(__dirname, 'nats-server.ts'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  })
  const script = `${source.code}
    const server = await startNatsServer()
    console.log(server.port)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(output.toString())
  expect(await answers(port)).toBe(true)
  child.kill('SIGKILL')
  let alive = true
  while (alive) alive = await answers(port)
  await eventually(() => child.exitCode !== null || child.signalCode !== null)
})
