import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const subscription: BuiltInTemplate = {
  name: 'subscription',
  event: 'subscription',
  fixed: false,
  variables: [
    { name: 'workspaceName', kind: 'text', sample: 'Acme' },
    { name: 'what', kind: 'text', sample: 'The plan is now team.' },
    { name: 'subscriptionUrl', kind: 'url', sample: 'https://linkflow.example/subscription' },
  ],
  subject: 'The subscription of {{workspaceName}} has changed',
  text: `{{what}}

{{subscriptionUrl}}
`,
  html: layout(
    'The subscription of {{workspaceName}} has changed',
    `<p>{{what}}</p>${button('subscriptionUrl', 'See the subscription')}`,
  ),
}
