import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { System } from '../system.js'
import { patternOf, readTour } from './read-tour.js'
import { runShell } from './run-shell.js'

const steps = readTour(readFileSync(join(__dirname, '../../../../README.md'), 'utf8'))

test('the README has a tour', () => {
  expect(steps.length).toBeGreaterThan(9)
})

describe.each(['standalone', 'distributed'] as const)('the tour of the README, %s', (topology) => {
  let system: System
  let printed: string[]

  beforeAll(async () => {
    system = await System.start(topology)
    const commands = steps.map((step) => step.commands)
    printed = await runShell(commands, { LINKFLOW_URL: system.url })
  }, 180_000)
  afterAll(() => system?.stop())

  test.each(steps.map((step, index) => [step.line, step.expected, index] as const))(
    'prints what stands under line %i',
    (_line, expected, index) => {
      expect(printed[index]).toMatch(patternOf(expected))
    },
  )
})

describe('reading a tour', () => {
  test('pairs commands with what they print; other blocks are left alone', () => {
    const text = ['```bash', 'a', '```', 'words', '```json', '1', '```', '```', 'x', '```', '```bash', 'b', '```']
    expect(readTour(text.join('\n'))).toEqual([
      { line: 2, commands: 'a', expected: '1' },
      { line: 12, commands: 'b', expected: '' },
    ])
  })

  test('… stands for what varies and for nothing else', () => {
    const pattern = patternOf('{\n  "id": "…",\n…\n  "n": 1.5\n}')
    expect('{\n  "id": "x",\n  "n": 1.5\n}').toMatch(pattern)
    expect('{\n  "id": "x",\n  "more": 1,\n  "n": 1.5\n}').toMatch(pattern)
    expect('{\n  "id": "x",\n  "n": 1x5\n}').not.toMatch(pattern)
    expect('{\n  "id": "x",\n  "n": 1.5\n}\n}').not.toMatch(pattern)
  })
})
