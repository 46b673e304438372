/**
 * The thread that renews the process lease. Given as text, because a worker file would have to be found in source, build
 * and bundle alike; it needs nothing but `pg`.
 */
export const leaseThread = `
const { parentPort, workerData } = require('node:worker_threads')
const { Client } = require(workerData.pg)
const { url, processId, leaseMs } = workerData
let client, timer, stopped = false

async function connect() {
  const next = new Client({ connectionString: url, application_name: 'linkflow-execution lease', options: '-c search_path=execution,public' })
  next.on('error', () => { client = undefined })
  await next.connect()
  return next
}

async function renew() {
  try {
    client ??= await connect()
    await client.query({
      name: 'renew',
      text: 'insert into process_leases (process_id, expires_at) values ($1, now() + make_interval(secs => $2)) on conflict (process_id) do update set expires_at = excluded.expires_at',
      values: [processId, leaseMs / 1000],
    })
    parentPort.postMessage({ renewed: true })
  } catch (error) {
    client = undefined
    parentPort.postMessage({ error: error.message || error.code })
  }
  if (!stopped) timer = setTimeout(renew, leaseMs / 5)
}

parentPort.on('message', async () => {
  stopped = true
  clearTimeout(timer)
  try {
    await client?.query('delete from process_leases where process_id = $1', [processId])
    await client?.end()
  } catch {}
  process.exit(0)
})
renew()
`
