import { redactText } from './redact.js'

/** Whether something a process needs is there; a reason when it is not. */
export type Check = () => Promise<string | undefined>

export interface HealthReport {
  status: 'ok' | 'failing'
  checks: Record<string, { status: 'ok' | 'failing'; reason?: string }>
}

const CHECK_TIMEOUT_MS = 2000

/** What a process needs to be ready. Liveness never asks it. */
export class Health {
  private readonly checks = new Map<string, Check>()
  private draining = false

  add(name: string, check: Check): void {
    this.checks.set(name, check)
  }

  /** From now on the process is not ready: it finishes what it has. */
  drain(): void {
    this.draining = true
  }

  async report(): Promise<HealthReport> {
    const entries = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcome(check)] as const),
    )
    if (this.draining) entries.push(['shutdown', { status: 'failing', reason: 'The process is shutting down.' }])
    const failing = entries.some(([, { status }]) => status === 'failing')
    return { status: failing ? 'failing' : 'ok', checks: Object.fromEntries(entries) }
  }
}

async function outcome(check: Check): Promise<{ status: 'ok' | 'failing'; reason?: string }> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((done) => {
    timer = setTimeout(() => done(`No answer within ${CHECK_TIMEOUT_MS} ms.`), CHECK_TIMEOUT_MS)
  })
  const reason = await Promise.race([reasonOf(check), late])
  clearTimeout(timer)
  return reason === undefined ? { status: 'ok' } : { status: 'failing', reason }
}

async function reasonOf(check: Check): Promise<string | undefined> {
  try {
    return await check()
  } catch (error) {
    return redactText(error instanceof Error ? error.message || error.name : String(error))
  }
}
