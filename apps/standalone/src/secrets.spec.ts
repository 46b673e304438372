import { expect, test } from '@jest/globals'
import { serviceNames } from '@linkflow/contracts'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSecrets } from './secrets.js'

const newFolder = () => mkdtempSync(join(tmpdir(), 'linkflow-secrets-'))

test('secrets are made once, for nobody but their owner to read', async () => {
  const folder = newFolder()
  const secrets = await loadSecrets(folder)
  expect(Object.keys(secrets.services).sort()).toEqual([...serviceNames].sort())
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(await loadSecrets(folder)).toEqual(secrets)
})

test('an installation from before notifications gets their key, and keeps it', async () => {
  const folder = newFolder()
  const { notificationKey, ...older } = await loadSecrets(folder)
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify(older))
  const completed = await loadSecrets(folder)
  expect(completed).toMatchObject(older)
  expect(Buffer.from(completed.notificationKey, 'base64')).toHaveLength(32)
  expect(completed.notificationKey).not.toBe(notificationKey)
  expect(await loadSecrets(folder)).toEqual(completed)
})

test('an installation from before a service existed gets a key for it, and keeps all others', async () => {
  const folder = newFolder()
  const file = join(folder, 'secrets.json')
  const secrets = await loadSecrets(folder)
  const { webhook, ...older } = secrets.services
  writeFileSync(file, JSON.stringify({ ...secrets, services: older }))
  const completed = await loadSecrets(folder)
  expect(completed.services.webhook).toMatchObject({ kid: 'webhook', d: expect.any(String) })
  expect(completed.services.webhook).not.toEqual(webhook)
  expect(completed).toMatchObject({ ...secrets, services: older })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(completed)
})
