import { createHash } from 'node:crypto'

/**
 * A repeatable stream of numbers from 0 up to 1, the same for the same seed. The seed is hashed with SHA-256 into the
 * state of xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2018); a number takes
 * 53 bits. Not for secrets: whoever knows the seed knows the stream.
 */
export function createScopeRandom(seed: string): () => number {
  const state = new Uint32Array(4)
  let seeded = false
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const z = c ^ a
    const w = d ^ b
    state[0] = a ^ w
    state[1] = b ^ z
    state[2] = z ^ (b << 9)
    state[3] = rotate(w, 11)
    return result
  }
  return () => {
    // Hashing waits for the first use: most scopes never ask.
    if (!seeded) seedFrom(seed, state)
    seeded = true
    return ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992
  }
}

function seedFrom(seed: string, state: Uint32Array): void {
  const digest = createHash('sha256').update(seed).digest()
  for (let i = 0; i < 4; i++) state[i] = digest.readUInt32LE(4 * i)
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k))
