import { z } from 'zod'

const KnownTimeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, 'There is no such time zone.')
  .describe('An IANA name such as Europe/Oslo.')

/** What holds in a workspace where nothing else is said; each is obeyed by what its description names. */
export const WorkspaceSettings = z.object({
  timeZone: KnownTimeZone.optional().describe(
    'That of new workflows whose settings name none: of their schedules, and of `$now` in them. UTC without it.',
  ),
})
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
