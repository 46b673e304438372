import 'reflect-metadata'
import { startServices, contexts } from '@linkflow/testing'
import { StartTriggered, ReleaseCredential, RegisterWebhooks, ReceiveWebhook } from '@linkflow/contracts'
import { newId } from '@linkflow/kernel'
import { createHmac } from 'node:crypto'
import { webhook } from './dist/index.js'
const s = await startServices([webhook])
await s.transport.serve(StartTriggered.subject, 'execution', async () => { await new Promise(r => setImmediate(r)); return { executionId: newId(), duplicate: false, status: 'queued' } }, StartTriggered)
await s.transport.serve(ReleaseCredential.subject, 'credential', async () => ({ type: 'generic', data: { secret: 'k' } }), ReleaseCredential)
const cred = newId()
const r = await s.call(RegisterWebhooks, { workflowId: newId(), version: 1, generation: 1, webhooks: [
  { nodeId: 'a', method: 'POST', respond: 'immediately', verify: { kind: 'none' }, eventId: { expression: '{{ $json.body.id }}' } },
  { nodeId: 'b', method: 'POST', respond: 'immediately', verify: { kind: 'hmac', header: 'x-sig', credentialId: cred } }] }, contexts.service('workflow', newId()))
const body = JSON.stringify({ id: 'e', data: 'x'.repeat(900) })
const sig = createHmac('sha256', 'k').update(body).digest('hex')
for (const w of r.webhooks) for (const round of [0, 1]) {
  const token = w.url.split('/').pop()
  const req = { token, path: '', method: 'POST', url: '/webhook/' + token, query: {}, headers: { host: 'a', 'user-agent': 'x', accept: '*/*', 'content-length': '1', 'content-type': 'application/json', 'x-sig': sig, 'accept-encoding': 'gzip' }, rawBody: body, base64: false }
  const N = 40000, C = 32; let i = 0; const t = process.cpuUsage(), t0 = performance.now()
  await Promise.all(Array.from({ length: C }, async () => { while (i++ < N) { const a = await s.call(ReceiveWebhook, req, contexts.anonymous()); if (a.status !== 202) throw new Error(JSON.stringify(a)) } }))
  const ms = performance.now() - t0
  console.log(w.nodeId, round, Math.round(N / ms * 1000), '/s', (ms / N * 1000).toFixed(1), 'us')
}
await s.close()
process.exit(0)
