import type { NotificationPreference } from '@linkflow/contracts'
import { InputInvalid } from '@linkflow/kernel'
import type { InputError } from '@linkflow/kernel'
import { isTimeZone } from './local-time.js'

/** @throws InputInvalid for a time zone nobody knows, or for gathering what is no e-mail */
export function checkPreferences(input: { preferences?: readonly NotificationPreference[]; timeZone?: string }): void {
  const errors: InputError[] = (input.preferences ?? []).flatMap(({ channel, timing }, index) =>
    channel !== 'email' && (timing === 'hourly' || timing === 'daily')
      ? [
          {
            pointer: `/preferences/${index}/timing`,
            code: 'not-gathered',
            message: 'Only e-mails can be gathered: say immediately or never.',
          },
        ]
      : [],
  )
  if (input.timeZone !== undefined && !isTimeZone(input.timeZone))
    errors.push({ pointer: '/timeZone', code: 'unknown-time-zone', message: 'There is no such time zone.' })
  if (errors.length > 0) throw InputInvalid({ errors })
}
