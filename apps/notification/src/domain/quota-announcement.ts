import type { EventData, QuotaAlertRaised, QuotaName } from '@linkflow/contracts'
import type { Announcement, Occasion } from './announcement.js'

const words: Readonly<Record<QuotaName, string>> = {
  executionsPerMonth: 'executions of the month',
  activeWorkflows: 'active workflows',
  members: 'members',
  retentionDays: 'days of retention',
  concurrency: 'executions at the same time',
}

/** What is said of a quota that is nearly or wholly used up. */
export function quotaAnnouncement(
  data: EventData<typeof QuotaAlertRaised>,
  { key, workspaceName, apiUrl }: Occasion,
): Announcement {
  const { quota, threshold, limit, used, graceEndsAt } = data
  const url = `${apiUrl}/billing/usage/current`
  const what = words[quota]
  const grace = graceEndsAt ? ` More is refused from ${graceEndsAt} on.` : ''
  return {
    key,
    event: 'quota-alert',
    title: `${workspaceName} has used ${threshold} % of its ${what}`,
    text: `${used} of ${limit} are used.${grace}`,
    url,
    data: { ...data },
    template: 'quota-alert',
    variables: { workspaceName, quota: what, percent: threshold, used, limit, usageUrl: url },
  }
}
