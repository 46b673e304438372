import type { BuiltInTemplate } from '../email-template.js'
import { layout } from '../layout.js'

export const digest: BuiltInTemplate = {
  name: 'digest',
  fixed: false,
  variables: [
    { name: 'count', kind: 'text', sample: '2' },
    {
      name: 'items',
      kind: 'list',
      fields: ['title', 'text', 'url', 'at'],
      sample: [
        { title: 'Orders failed', text: 'http/timeout', url: 'https://linkflow.example/', at: '2030-01-01 12:00' },
        { title: 'Invoices failed', text: 'http/dns', url: 'https://linkflow.example/', at: '2030-01-01 12:30' },
      ],
    },
  ],
  subject: 'What happened: {{count}} notifications',
  text: `{{#items}}{{at}}  {{title}}
{{text}}
{{url}}

{{/items}}`,
  html: layout(
    'What happened',
    `{{#items}}<p><strong>{{title}}</strong><br>{{text}}<br><small>{{at}} {{url}}</small></p>{{/items}}`,
  ),
}
