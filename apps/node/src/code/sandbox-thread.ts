/** What a sandbox thread is given to run. */
export interface Job {
  code: string
  /** JSON of the items. */
  input: string
  mode: 'all-items' | 'each-item'
  timeoutMs: number
  memoryBytes: number
}

/** What it answers. `output` is JSON of what the code returned, null when that was nothing. */
export type Outcome = { output: string } | { error: SandboxError }

export interface SandboxError {
  kind: 'failed' | 'syntax' | 'timed-out' | 'out-of-memory' | 'never-ends'
  name: string
  message: string
  /** Line of the code, from 1. */
  line?: number
}

/**
 * The thread that runs users' code: QuickJS in WebAssembly, a new instance with a memory of its own for every job, so that
 * nothing of one is there for the next. The instance has no imports but what QuickJS needs to compute: no files, no network,
 * no process. Memory ends where the WebAssembly memory ends; QuickJS's own limit does not hold. Its interrupt handler is only
 * asked now and then, so whoever started the thread ends it when it is late.
 *
 * Given as text, because a worker file would have to be found in source, build and bundle alike.
 */
export const sandboxThread = `
const { readFileSync } = require('node:fs')
const { parentPort, workerData } = require('node:worker_threads')
const { newQuickJSWASMModuleFromVariant, newVariant } = require(workerData.core)
const { default: variant } = require(workerData.variant)
const wasmModule = new WebAssembly.Module(readFileSync(workerData.wasm))
const PAGE = 65536, FIRST_PAGES = 256, STACK_BYTES = 256 * 1024
const HEADER_LINES = 2

const driver = \`(async function (code, inputText, mode) {
  'use strict'
  const stringify = JSON.stringify
  const items = JSON.parse(inputText)
  const AsyncFunction = (async () => {}).constructor
  const body = new AsyncFunction('$input', '$json', '$item', '$index', code)
  const inputAt = (index) => ({ all: () => items, first: () => items[0], last: () => items[items.length - 1], item: items[index] })
  const runAt = (index) => body(inputAt(index), items[index]?.json, items[index], index)
  if (mode === 'all-items') return stringify(await runAt(0))
  const results = []
  for (let index = 0; index < items.length; index++) results.push((await runAt(index)) ?? null)
  return stringify(results)
})\`

async function run({ code, input, mode, timeoutMs, memoryBytes }) {
  const maximum = Math.max(FIRST_PAGES, Math.ceil(memoryBytes / PAGE))
  const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum })
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule, wasmMemory }))
  const runtime = quickjs.newRuntime()
  const deadline = Date.now() + timeoutMs
  let late = false
  runtime.setInterruptHandler(() => (late = Date.now() > deadline))
  runtime.setMaxStackSize(STACK_BYTES)
  const context = runtime.newContext()
  // Without memory there is none for an error either: then null is thrown. It grows by a fifth at a time, or not at all.
  const isFull = () => wasmMemory.buffer.byteLength * 1.25 > maximum * PAGE
  const failed = (handle) => {
    const error = context.dump(handle)
    return { error: late ? lateError : error === null && isFull() ? outOfMemory : describe(error) }
  }
  const made = context.evalCode(driver, 'driver')
  if (made.error) return failed(made.error)
  const args = [code, input, mode].map((text) => context.newString(text))
  const called = context.callFunction(made.value, context.undefined, ...args)
  if (called.error) return failed(called.error)
  const jobs = runtime.executePendingJobs()
  if (jobs.error) return failed(jobs.error)
  const state = context.getPromiseState(called.value)
  if (state.type === 'rejected') return failed(state.error)
  // Without memory the next step of a promise is not even noted.
  if (state.type === 'pending') return { error: late ? lateError : isFull() ? outOfMemory : neverEnds }
  const output = context.typeof(state.value) === 'string' ? context.getString(state.value) : 'null'
  return { output }
}

const lateError = { kind: 'timed-out', name: 'Timeout', message: 'ran for too long' }
const neverEnds = { kind: 'never-ends', name: 'Error', message: 'waits for something that never happens' }

function describe(error) {
  if (typeof error !== 'object' || error === null) return { kind: 'failed', name: 'Error', message: String(error) }
  const name = String(error.name ?? 'Error'), message = String(error.message ?? '')
  if (name === 'InternalError' && message === 'out of memory') return outOfMemory
  const place = /<(?:anonymous|input)>:(\\d+)/.exec(String(error.stack ?? ''))
  const line = place ? Number(place[1]) - HEADER_LINES : undefined
  const kind = name === 'SyntaxError' && !/anonymous \\(/.test(String(error.stack ?? '')) ? 'syntax' : 'failed'
  return { kind, name, message, ...(line >= 1 ? { line } : {}) }
}

const outOfMemory = { kind: 'out-of-memory', name: 'InternalError', message: 'out of memory' }

parentPort.on('message', (job) => {
  // What breaks out as an exception of WebAssembly itself has exhausted the memory.
  run(job).catch(() => ({ error: outOfMemory })).then((outcome) => parentPort.postMessage(outcome))
})
`
