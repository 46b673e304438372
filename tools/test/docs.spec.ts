import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')

test.each(['configuration.mjs', 'expressions.mjs', 'problems.mjs'])('what %s writes is current', (script) => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools/docs', script), '--check'], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/style.md',
]

test.each(pages)('the links of %s lead somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8')
  const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target as string)
  for (const target of targets) {
    const path = join(root, page, '..', target)
    expect({ page, target, there: existsSync(path) }).toEqual({ page, target, there: true })
  }
})
