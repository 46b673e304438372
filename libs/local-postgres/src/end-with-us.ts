import { spawn } from 'node:child_process'

/**
 * Ends another process when this one ends, however that happens: a shell, which outlives us just long enough, holds a pipe
 * to us. The function it gives ends that watch.
 */
export function endWithUs(pid: number, signal: 'INT' | 'TERM'): () => void {
  // What does not end is ended: whoever started it can do so no more. PostgreSQL takes the time it takes.
  const patience = signal === 'TERM' ? 'sleep 15 &&' : 'false &&'
  const watchdog = spawn(
    '/bin/sh',
    ['-c', `read _; kill -${signal} ${pid} 2>/dev/null && ${patience} kill -KILL ${pid} 2>/dev/null`],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  watchdog.unref()
  return () => void watchdog.kill()
}
