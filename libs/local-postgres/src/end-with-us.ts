import { spawn } from 'node:child_process'

/**
 * Ends another process when this one ends, however that happens: a shell, which outlives us just long enough, holds a pipe
 * to us. The function it gives ends that watch.
 */
export function endWithUs(pid: number, signal: 'INT' | 'TERM'): () => void {
  const watchdog = spawn('/bin/sh', ['-c', `read _; kill -${signal} ${pid} 2>/dev/null`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.unref()
  return () => void watchdog.kill()
}
