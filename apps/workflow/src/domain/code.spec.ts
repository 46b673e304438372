import { describe, expect, test } from '@jest/globals'
import { DraftDefinition } from '@linkflow/graph'
import { codeFindings } from './code.js'

const draft = (code: string, disabled = false) =>
  DraftDefinition.parse({
    nodes: [
      { id: 'start', type: 'manual-trigger', parameters: {} },
      { id: 'code', type: 'code', parameters: { code }, disabled },
    ],
    connections: [],
  })

describe('findings about code', () => {
  test.each([
    'return 1',
    'const { a } = $json\nreturn await Promise.resolve({ a })',
    'return $input.all().map(({ json }) => ({ ...json, at: new Date().toISOString() }))',
    'throw new Error("at run time")',
    'process.exit(1)',
    '//',
  ])('%j is fine', (code) => {
    expect(codeFindings(draft(code))).toEqual([])
  })

  test.each([
    ['return {', 1],
    ['const a = 1\nconst b = (\nreturn a', 3],
    ['return 1 +* 2', 1],
    ['import fs from "node:fs"', 1],
  ])('%j cannot be read, line %d', (code, line) => {
    expect(codeFindings(draft(code))).toMatchObject([
      {
        code: 'invalid-code',
        nodeId: 'code',
        pointer: '/nodes/1/parameters/code',
        severity: 'error',
        params: { line },
      },
    ])
  })

  test('what is disabled is not looked at, and nesting without end stops nobody', () => {
    expect(codeFindings(draft('return {', true))).toEqual([])
    expect(codeFindings(draft(`return ${'['.repeat(100_000)}`))).toBeInstanceOf(Array)
  })
})
