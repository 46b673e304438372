import { IdempotencyConflict } from '@linkflow/kernel'
import { z } from 'zod'
import { publicAccess } from '../core/access.js'
import { request } from '../core/request.js'
import { RawReply } from '../core/schemas.js'
import { QuotaExceeded } from '../billing/problems.js'
import { ExecutionDropped, QueueFull } from '../execution/problems.js'
import {
  AddressRefused,
  ResponseTimeout,
  SignatureInvalid,
  TooManyDeliveries,
  WebhookNotFound,
  WorkflowFailed,
} from './problems.js'

export const ReceiveWebhook = request('webhook', 'receive-webhook', {
  summary: 'Takes a delivery: verified, accepted once, answered as the webhook says.',
  http: ['ANY', '/webhook/:token/*', { versioned: false, body: 'raw', reply: 'raw', rate: 'ingress' }],
  access: publicAccess('the unguessable token, and the verification the webhook asks for'),
  input: z.object({
    token: z.string().max(128),
    path: z.string().max(2048).default(''),
    method: z.string().max(16),
    address: z.string().max(64).default('').describe('Of the sender, as the gateway saw it.'),
    url: z.string().max(8192).describe('Path and query as they arrived.'),
    query: z.record(z.string(), z.unknown()),
    headers: z.record(z.string(), z.string()),
    rawBody: z.string().describe('The bytes as UTF-8 text, or base64 when `base64` says so.'),
    base64: z.boolean().default(false),
  }),
  output: RawReply,
  problems: [
    WebhookNotFound,
    AddressRefused,
    SignatureInvalid,
    TooManyDeliveries,
    ResponseTimeout,
    WorkflowFailed,
    ExecutionDropped,
    QueueFull,
    QuotaExceeded,
    IdempotencyConflict,
  ],
  timeoutMs: 130_000,
  long: true,
  maxBytes: 32 * 1024 * 1024,
})
