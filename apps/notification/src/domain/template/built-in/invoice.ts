import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const invoice: BuiltInTemplate = {
  name: 'invoice',
  event: 'invoice',
  fixed: false,
  variables: [
    { name: 'workspaceName', kind: 'text', sample: 'Acme' },
    { name: 'number', kind: 'text', sample: '2030-0001' },
    { name: 'amount', kind: 'text', sample: '49.00 EUR' },
    { name: 'invoiceUrl', kind: 'url', sample: 'https://linkflow.example/invoices/sample' },
  ],
  subject: 'Invoice {{number}} for {{workspaceName}}',
  text: `The invoice {{number}} for {{workspaceName}} over {{amount}} is ready:

{{invoiceUrl}}
`,
  html: layout(
    'Invoice {{number}}',
    `<p>The invoice for {{workspaceName}} over {{amount}} is ready.</p>${button('invoiceUrl', 'See the invoice')}`,
  ),
}
