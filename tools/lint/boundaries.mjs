import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which layers a layer may import. The layer of a project is the `layer:` tag in its package.json. */
const mayImport = {
  kernel: ['kernel'],
  contract: ['kernel', 'contract'],
  platform: ['kernel', 'contract', 'platform'],
  app: ['kernel', 'contract', 'platform'],
  standalone: ['kernel', 'contract', 'platform', 'app'],
  testing: ['kernel', 'contract', 'platform'],
  tool: ['kernel', 'contract', 'platform', 'app', 'testing'],
}

/** Packages that only some layers may see. */
const frameworks = ['@nestjs/*', 'typeorm', 'nats', 'ioredis', 'pg']
const frameworkFree = ['kernel', 'contract']

/** Node implementations run in two services only. */
const nodeHosts = ['execution', 'node', 'workflow', 'nodes']

export function projects(root) {
  return ['libs', 'apps']
    .flatMap((dir) => readdirSync(join(root, dir)).map((name) => join(dir, name)))
    .filter((dir) => existsSync(join(root, dir, 'package.json')))
    .map((dir) => {
      const manifest = JSON.parse(readFileSync(join(root, dir, 'package.json'), 'utf8'))
      const layer = manifest.nx.tags.find((tag) => tag.startsWith('layer:')).slice('layer:'.length)
      return { dir, name: manifest.nx.name, packageName: manifest.name, layer }
    })
}

/** ESLint configuration that makes a forbidden import an error, derived from the layers of the projects. */
export function boundaries(root) {
  const all = projects(root)
  const configs = all.map((project) => {
    const allowed = mayImport[project.layer]
    const closed = all.filter((other) => other.name !== project.name && !allowed.includes(other.layer))
    const patterns = closed.map((other) => ({
      group: [other.packageName, `${other.packageName}/*`],
      message: `${project.dir} is in the ${project.layer} layer, which may not import the ${other.layer} layer.`,
    }))
    if (frameworkFree.includes(project.layer))
      patterns.push({ group: frameworks, message: `The ${project.layer} layer knows no framework.` })
    if (project.layer === 'app' && !nodeHosts.includes(project.name))
      patterns.push({ group: ['@linkflow/nodes'], message: 'Only execution, node and workflow host node types.' })
    patterns.push({ group: ['@linkflow/*/*', '!@linkflow/*/package.json'], message: 'Import a library by its index.' })
    return {
      files: [`${project.dir}/src/**/*.ts`],
      ignores: [`${project.dir}/src/**/*.spec.ts`, `${project.dir}/src/test/**`, `${project.dir}/src/**/*.fixture.ts`],
      rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
    }
  })
  // Of several settings of one rule the last that matches a file holds: from the general to the special.
  const data = { group: ['typeorm', 'pg'], message: 'Data access lives in adapters/postgres.' }
  const app = { group: ['**/app/**'], message: 'An adapter does not know who uses it.' }
  const typeorm = {
    files: ['apps/*/src/**/*.ts'],
    ignores: ['apps/*/src/adapters/**', 'apps/*/src/**/*.spec.ts', 'apps/standalone/**', 'apps/e2e/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [data] }] },
  }
  const adapters = {
    files: ['apps/*/src/adapters/**/*.ts'],
    ignores: ['apps/*/src/adapters/postgres/**', 'apps/*/src/**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [data, app] }] },
  }
  const stores = {
    files: ['apps/*/src/adapters/postgres/**/*.ts'],
    ignores: ['apps/*/src/**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [app] }] },
  }
  const domain = {
    files: ['apps/*/src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/adapters/**', '**/app/**', 'typeorm', '@nestjs/*', 'pg'],
              message: 'The domain imports no adapter.',
            },
          ],
        },
      ],
    },
  }
  const environment = {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    ignores: [
      '**/config.ts',
      '**/main.ts',
      '**/*.spec.ts',
      'libs/testing/**',
      'apps/e2e/**',
      'apps/standalone/src/distributed.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' },
      ],
    },
  }
  return [...configs, typeorm, adapters, stores, domain, environment]
}
