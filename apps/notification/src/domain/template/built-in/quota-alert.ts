import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const quotaAlert: BuiltInTemplate = {
  name: 'quota-alert',
  event: 'quota-alert',
  fixed: false,
  variables: [
    { name: 'workspaceName', kind: 'text', sample: 'Acme' },
    { name: 'quota', kind: 'text', sample: 'executions' },
    { name: 'percent', kind: 'text', sample: '80' },
    { name: 'used', kind: 'text', sample: '8000' },
    { name: 'limit', kind: 'text', sample: '10000' },
    { name: 'usageUrl', kind: 'url', sample: 'https://linkflow.example/usage' },
  ],
  subject: '{{workspaceName}} has used {{percent}} % of its {{quota}}',
  text: `{{workspaceName}} has used {{used}} of {{limit}} {{quota}} ({{percent}} %).

{{usageUrl}}
`,
  html: layout(
    '{{percent}} % of the {{quota}} are used',
    `<p>{{workspaceName}} has used {{used}} of {{limit}} {{quota}}.</p>${button('usageUrl', 'See the usage')}`,
  ),
}
