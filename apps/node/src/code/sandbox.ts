import { Cancelled, Unavailable } from '@linkflow/kernel'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { FairQueue } from './fair-queue.js'
import { sandboxThread } from './sandbox-thread.js'
import type { Job, Outcome } from './sandbox-thread.js'

export interface SandboxOptions {
  /** How many jobs run at once; the others wait. */
  threads: number
  /** How many jobs of one workspace wait; more are refused. */
  waiting: number
}

interface Waiting {
  workspaceId: string
  job: Job
  signal: AbortSignal
  settle: (outcome: Outcome) => void
  refuse: (reason: unknown) => void
}

interface Thread {
  worker: Worker
  jobs: number
}

/** A thread that does not answer so long after its time is over is ended. */
const GRACE_MS = 200
/** A thread serves so many jobs: memories of ended ones may be waiting for the garbage collector. */
const JOBS_PER_THREAD = 100
/** For what the thread itself holds: the texts that go in and come out. */
const HEAP_MB = 128

const late: Outcome = { error: { kind: 'timed-out', name: 'Timeout', message: 'ran for too long' } }
const exhausted: Outcome = { error: { kind: 'out-of-memory', name: 'InternalError', message: 'out of memory' } }

/** Runs users' code in threads that are kept for the next job, see {@link sandboxThread}; workspaces take turns. */
export class Sandbox {
  private readonly idle = new Set<Thread>()
  private readonly queue: FairQueue<Waiting>
  private readonly workers = new Set<Worker>()
  private running = 0

  constructor(private readonly options: SandboxOptions) {
    this.queue = new FairQueue(options.waiting)
  }

  /**
   * @returns what the code gave or how it failed
   * @throws Cancelled when the signal aborts first; Unavailable when too many jobs of the workspace wait
   */
  run(workspaceId: string, job: Job, signal: AbortSignal): Promise<Outcome> {
    return new Promise((settle, refuse) => {
      const leave = () => {
        if (this.queue.remove(workspaceId, waiting)) refuse(Cancelled())
      }
      const waiting: Waiting = { workspaceId, job, signal, settle, refuse }
      if (signal.aborted) return refuse(Cancelled())
      if (!this.queue.add(workspaceId, waiting)) return refuse(Unavailable({ service: 'node' }))
      signal.addEventListener('abort', leave, { once: true })
      this.next()
    })
  }

  /** Ends what runs, with the service. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.terminate()))
  }

  private next(): void {
    while (this.running < this.options.threads) {
      const next = this.queue.take()
      if (!next) return
      this.start(next.entry)
    }
  }

  private start({ workspaceId, job, signal, settle, refuse }: Waiting): void {
    this.running += 1
    const [thread = this.spawn()] = this.idle
    this.idle.delete(thread)
    const { worker } = thread
    const end = (isReusable: boolean, answer: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError)
      signal.removeEventListener('abort', onAbort)
      this.running -= 1
      this.queue.done(workspaceId)
      thread.jobs += 1
      if (isReusable && thread.jobs < JOBS_PER_THREAD) this.idle.add(thread)
      else this.discard(thread)
      answer()
      this.next()
    }
    const onMessage = (outcome: Outcome) => end(true, () => settle(outcome))
    // Its heap is full: the texts were too large for it.
    const onError = () => end(false, () => settle(exhausted))
    const onAbort = () => end(false, () => refuse(Cancelled()))
    const timer = setTimeout(() => end(false, () => settle(late)), job.timeoutMs + GRACE_MS)
    signal.addEventListener('abort', onAbort)
    worker.on('message', onMessage).on('error', onError)
    worker.postMessage(job)
  }

  private spawn(): Thread {
    const { resolve } = createRequire(import.meta.url)
    const worker = new Worker(sandboxThread, {
      eval: true,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      workerData: {
        core: resolve('quickjs-emscripten-core'),
        variant: resolve('@jitl/quickjs-wasmfile-release-sync'),
        wasm: resolve('@jitl/quickjs-wasmfile-release-sync/wasm'),
      },
    })
    // It must not keep the process alive.
    worker.unref()
    this.workers.add(worker)
    const thread = { worker, jobs: 0 }
    // Also while it is idle: an error that nobody listens for would end the service.
    worker.on('error', () => this.discard(thread))
    return thread
  }

  private discard(thread: Thread): void {
    this.idle.delete(thread)
    this.workers.delete(thread.worker)
    void thread.worker.terminate()
  }
}
