import { build } from 'esbuild'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Loaded only while running, so that no import statement names them: who asks for the first needs the second. */
const LAZY = {
  typeorm: ['pg', 'reflect-metadata'],
  '@nestjs/core': ['reflect-metadata', 'rxjs'],
  '@willsoto/nestjs-prometheus': ['prom-client'],
}

/** The same for apps: they find these by name, and give the place to a thread. */
const LAZY_OF_APP = { node: ['quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync'] }

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/**
 * Puts an app's own code, that of our libraries included, into one file; npm packages stay outside.
 *
 * @returns the packages it needs, with the versions that are installed here
 */
export async function bundle(root, app, outfile) {
  const needed = new Map()
  const note = (specifier, importer) => {
    const name = packageOf(specifier)
    const version = versionOf(name, importer)
    if (version === undefined) return
    const known = needed.get(name)
    if (known !== undefined && known !== version)
      throw new Error(`${app} needs ${name} as ${known} and as ${version}; our own code has to agree on one.`)
    needed.set(name, version)
  }
  await build({
    entryPoints: [join(root, 'apps', app, 'dist/main.js')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'packages',
        setup(setup) {
          setup.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
            if (kind === 'entry-point' || path.startsWith('@linkflow/')) return undefined
            if (!path.startsWith('node:')) note(path, importer)
            return { path, external: true }
          })
        },
      },
    ],
  })
  const lazy = [...needed.keys()].flatMap((name) => LAZY[name] ?? [])
  for (const name of [...lazy, ...(LAZY_OF_APP[app] ?? [])]) note(name, join(root, 'apps', app, 'package.json'))
  return Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The version of a package as a file of ours sees it; undefined for what Node.js brings itself. */
function versionOf(name, importer) {
  const require = createRequire(importer)
  if (require.resolve.paths(name) === null) return undefined
  for (const folder of require.resolve.paths(name)) {
    try {
      return require(join(folder, name, 'package.json')).version
    } catch {
      continue
    }
  }
  throw new Error(`${name}, which ${importer} imports, is not installed.`)
}
