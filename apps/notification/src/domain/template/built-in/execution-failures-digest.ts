import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const executionFailuresDigest: BuiltInTemplate = {
  name: 'execution-failures-digest',
  event: 'execution-failed',
  fixed: false,
  variables: [
    { name: 'workflowName', kind: 'text', sample: 'Orders to warehouse' },
    { name: 'count', kind: 'text', sample: '250' },
    { name: 'errorCode', kind: 'text', sample: 'http/timeout' },
    { name: 'reason', kind: 'text', sample: '"Ask the shop" failed: It did not answer. (http/timeout)', fallback: '' },
    { name: 'failedAt', kind: 'text', sample: '2030-01-01T12:00:00.000Z' },
    { name: 'executionUrl', kind: 'url', sample: 'https://linkflow.example/executions/sample' },
  ],
  subject: '{{workflowName}} failed {{count}} more times',
  text: `{{workflowName}} failed {{count}} more times, last at {{failedAt}} with {{errorCode}}.

{{reason}}

The last one: {{executionUrl}}
`,
  html: layout(
    '{{workflowName}} failed {{count}} more times',
    `<p>Last at {{failedAt}} with <code>{{errorCode}}</code>.</p><p>{{reason}}</p>${button('executionUrl', 'See the last one')}`,
  ),
}
