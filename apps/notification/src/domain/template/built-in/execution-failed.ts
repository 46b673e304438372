import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const executionFailed: BuiltInTemplate = {
  name: 'execution-failed',
  event: 'execution-failed',
  fixed: false,
  variables: [
    { name: 'workflowName', kind: 'text', sample: 'Orders to warehouse' },
    { name: 'errorCode', kind: 'text', sample: 'http/timeout' },
    { name: 'reason', kind: 'text', sample: '"Ask the shop" failed: It did not answer. (http/timeout)', fallback: '' },
    { name: 'failedAt', kind: 'text', sample: '2030-01-01T12:00:00.000Z' },
    { name: 'executionUrl', kind: 'url', sample: 'https://linkflow.example/executions/sample' },
  ],
  subject: '{{workflowName}} failed',
  text: `{{workflowName}} failed at {{failedAt}} with {{errorCode}}.

{{reason}}

{{executionUrl}}

Further failures of this workflow are counted and told together.
`,
  html: layout(
    '{{workflowName}} failed',
    `<p>It failed at {{failedAt}} with <code>{{errorCode}}</code>.</p><p>{{reason}}</p>${button('executionUrl', 'See the execution')}<p>Further failures of this workflow are counted and told together.</p>`,
  ),
}
