import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

test('docs/permissions.md is what the contracts say', () => {
  const script = join(__dirname, '../../../../tools/docs/permissions.mjs')
  const { stderr, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
