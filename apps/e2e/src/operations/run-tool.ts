import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface ToolResult {
  code: number | null
  stdout: string
  stderr: string
}

const root = join(__dirname, '../../../..')

/** Runs one of the commands under tools/ as people do, with nothing of this process's environment but PATH. */
export function runTool(script: string, args: string[], env: Record<string, string> = {}): Promise<ToolResult> {
  return runNode([join(root, 'tools', script), ...args], env)
}

/** Runs the built `main` of an app and waits for its end. */
export function runApp(app: string, env: Record<string, string>): Promise<ToolResult> {
  return runNode([join(root, 'apps', app, 'dist/main.js')], env)
}

async function runNode(args: string[], env: Record<string, string>): Promise<ToolResult> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, ...text }
}
