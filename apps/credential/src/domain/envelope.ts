import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keyring } from './keyring.js'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** Whose secret it is. Authenticated with the secret: an envelope moved to another place does not open. */
export interface Address {
  workspaceId: string
  credentialId: string
  /** Of the credential; a former version put back does not open. */
  version: number
  type: string
}

/** A secret under a data key of its own, and that key under a key encryption key. */
export interface Envelope {
  algorithm: string
  /** Name of the key encryption key. */
  keyId: string
  /** Initialisation vector, tag and ciphertext of the data key. */
  wrappedKey: Buffer
  iv: Buffer
  tag: Buffer
  ciphertext: Buffer
}

interface Box {
  iv: Buffer
  tag: Buffer
  ciphertext: Buffer
}

/** Encrypts a secret (AES-256-GCM, NIST SP 800-38D) and wipes the buffer it came in. */
export function seal(secret: Buffer, address: Address, keyring: Keyring): Envelope {
  const dataKey = randomBytes(KEY_BYTES)
  try {
    const box = encrypt(secret, dataKey, address)
    return { algorithm: ALGORITHM, keyId: keyring.activeId, wrappedKey: wrap(dataKey, address, keyring), ...box }
  } finally {
    dataKey.fill(0)
    secret.fill(0)
  }
}

/**
 * Decrypts a secret; the caller wipes the buffer when done.
 *
 * @throws Error when anything was changed, or belongs to another credential
 */
export function open(envelope: Envelope, address: Address, keyring: Keyring): Buffer {
  if (envelope.algorithm !== ALGORITHM) throw new Error('The envelope is of an unknown algorithm.')
  const dataKey = unwrap(envelope, address, keyring)
  try {
    return decrypt(envelope, dataKey, address)
  } finally {
    dataKey.fill(0)
  }
}

/** The same secret with its data key under the active key: the secret itself is not touched. */
export function rewrap(envelope: Envelope, address: Address, keyring: Keyring): Envelope {
  const dataKey = unwrap(envelope, address, keyring)
  try {
    return { ...envelope, keyId: keyring.activeId, wrappedKey: wrap(dataKey, address, keyring) }
  } finally {
    dataKey.fill(0)
  }
}

function wrap(dataKey: Buffer, address: Address, keyring: Keyring): Buffer {
  const { iv, tag, ciphertext } = encrypt(dataKey, keyring.get(keyring.activeId), address)
  return Buffer.concat([iv, tag, ciphertext])
}

function unwrap({ keyId, wrappedKey }: Envelope, address: Address, keyring: Keyring): Buffer {
  const box = {
    iv: wrappedKey.subarray(0, IV_BYTES),
    tag: wrappedKey.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
    ciphertext: wrappedKey.subarray(IV_BYTES + TAG_BYTES),
  }
  return decrypt(box, keyring.get(keyId), address)
}

function encrypt(plain: Buffer, key: Buffer, address: Address): Box {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData(address))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return { iv, tag: cipher.getAuthTag(), ciphertext }
}

function decrypt({ iv, tag, ciphertext }: Box, key: Buffer, address: Address): Buffer {
  // The length of the tag is given: a shortened one would be easier to forge.
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(associatedData(address))
  decipher.setAuthTag(tag)
  const first = decipher.update(ciphertext)
  try {
    return Buffer.concat([first, decipher.final()])
  } finally {
    first.fill(0)
  }
}

function associatedData({ workspaceId, credentialId, version, type }: Address): Buffer {
  return Buffer.from(`v1|${workspaceId}|${credentialId}|${version}|${type}`)
}
