import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { CronInvalid, parseCron } from './cron.js'

const EXAMPLE = ' For example, "30 9 * * 1-5" is 9:30 from Monday to Friday.'
const messageOf = (expression: string) => {
  try {
    parseCron(expression)
  } catch (error) {
    if (error instanceof CronInvalid) return error.message
    throw error
  }
  return undefined
}

test.each([
  ['60 * * * *', 'The minute (field 1 of 5) cannot be "60". It takes 0-59;'],
  ['0 25 * * *', 'The hour (field 2 of 5) cannot be "25". It takes 0-23;'],
  ['61 0 0 * * *', 'The second (field 1 of 6) cannot be "61". It takes 0-59;'],
  ['0 0 32 * *', 'The day of the month (field 3 of 5) cannot be "32". It takes 1-31, or L for the last;'],
  ['0 0 * 13 *', 'The month (field 4 of 5) cannot be "13". It takes 1-12, or JAN to DEC;'],
  ['0 0 * * MON-XYZ', 'The weekday (field 5 of 5) cannot be "MON-XYZ". It takes 0-7 or SUN to SAT,'],
  ['*/0 * * * *', 'The minute (field 1 of 5) cannot be "*/0".'],
  ['H * * * *', 'The minute (field 1 of 5) cannot be "H".'],
  ['every day', 'This has 2 fields. A cron expression has five (minute, hour, day of the month, month, weekday),'],
  ['', 'This has one field.'],
  ['@reboot', 'There is no @reboot.'],
])('%s is refused with what is wrong', (expression, expected) => {
  const message = messageOf(expression)
  expect(message).toContain(expected)
  expect(message).toContain(EXAMPLE)
})

test('whatever is wrong, it is said in our words', () => {
  const part = fc.constantFrom(
    '*',
    '?',
    '5',
    '99',
    '*/5',
    '*/0',
    '1-5',
    '5-1',
    '1,,2',
    'L',
    '5L',
    '5#2',
    '5#9',
    '1#2,3',
    'W',
    'MON',
    'x',
  )
  fc.assert(
    fc.property(fc.array(part, { minLength: 4, maxLength: 7 }), (parts) => {
      expect(messageOf(parts.join(' ')) ?? EXAMPLE).toContain(EXAMPLE)
    }),
  )
})
