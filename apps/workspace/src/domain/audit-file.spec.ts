import { expect, test } from '@jest/globals'
import { toCsv, toNdjson } from './audit-file.js'

const entry = {
  id: '1',
  at: '2026-11-24T00:00:00.000Z',
  userId: '2',
  userName: '=HYPERLINK("https://evil.example")',
  action: 'workflow.create-workflow',
  resource: 'workflows/3',
  userAgent: 'a, "b"',
}

test('NDJSON has an entry a line', () => {
  expect(toNdjson([entry, entry]).split('\n')).toEqual([JSON.stringify(entry), JSON.stringify(entry), ''])
  expect(toNdjson([])).toBe('')
})

test('CSV quotes what it must, and holds no formula', () => {
  expect(toCsv([entry]).split('\r\n')).toEqual([
    'id,at,userId,userName,apiKeyId,action,resource,ip,userAgent',
    `1,2026-11-24T00:00:00.000Z,2,"'=HYPERLINK(""https://evil.example"")",,workflow.create-workflow,workflows/3,,"a, ""b"""`,
    '',
  ])
})
