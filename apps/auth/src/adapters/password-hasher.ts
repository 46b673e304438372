import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** OWASP's argon2id parameters (Password Storage Cheat Sheet): 19 MiB, two passes, one lane; about 6 ms. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes passwords with argon2id. */
export class PasswordHasher {
  private constructor(private readonly decoy: string) {}

  static async create(): Promise<PasswordHasher> {
    return new PasswordHasher(await hash(randomBytes(32), OPTIONS))
  }

  hash(password: string): Promise<string> {
    return hash(canonical(password), OPTIONS)
  }

  /** Whether the password is the one of the hash; without a hash the same work is done and the answer is no. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const matches = await verify(passwordHash ?? this.decoy, canonical(password))
    return matches && passwordHash !== undefined
  }
}

/** Keyboards differ in how they compose the same character. */
function canonical(password: string): string {
  return password.normalize('NFKC')
}
