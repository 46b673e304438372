import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPostgres } from '@linkflow/local-postgres'

/** One PostgreSQL for all test files; each makes its own database in it. */
export default async function setup() {
  if (process.env.LINKFLOW_TEST_POSTGRES) return
  const dir = mkdtempSync(join(tmpdir(), 'linkflow-test-'))
  // PostgreSQL runs as another account when the tests run as root.
  chmodSync(dir, 0o755)
  const settings = { max_connections: 400, fsync: 'off', full_page_writes: 'off', shared_buffers: '256MB' }
  const postgres = await startLocalPostgres({
    dataDir: join(dir, 'data'),
    settings,
    logFile: join(dir, 'postgres.log'),
  })
  process.env.LINKFLOW_TEST_POSTGRES = postgres.url
  globalThis.stopTestPostgres = async () => {
    await postgres.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
