import { beforeAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const folders = ['apps', 'libs'].flatMap((dir) => readdirSync(join(root, dir)).map((name) => `${dir}/${name}`))
const projects = folders.filter((folder) => existsSync(join(root, folder, 'package.json')))

interface Graph {
  nodes: Record<string, { data: { root: string; targets: Record<string, unknown> } }>
  dependencies: Record<string, { target: string }[]>
}
let graph: Graph

beforeAll(() => {
  const scratch = mkdtempSync(join(tmpdir(), 'linkflow-nx-'))
  const file = join(scratch, 'graph.json')
  const { stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/nx/dist/bin/nx.js'), 'graph', `--file=${file}`],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false' },
    },
  )
  if (!existsSync(file)) throw new Error(stderr)
  graph = (JSON.parse(readFileSync(file, 'utf8')) as { graph: Graph }).graph
  rmSync(scratch, { recursive: true })
}, 120_000)

test.each(projects)('Nx builds, lints and tests %s, and serves what runs', (folder) => {
  const { data } = Object.values(graph.nodes).find((node) => node.data.root === folder) ?? { data: { targets: {} } }
  const wanted = ['build', 'lint', 'test', ...(existsSync(join(root, folder, 'src/main.ts')) ? ['serve'] : [])]
  expect(Object.keys(data.targets).sort()).toEqual(wanted.sort())
})

test.each(projects)('Nx and the compiler know the same dependencies of %s', (folder) => {
  const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).nx as { name: string }
  const { references = [] } = JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8')) as {
    references?: { path: string }[]
  }
  const referenced = references.map(({ path }) => path.split('/').at(-1))
  expect(referenced.sort()).toEqual(graph.dependencies[name]?.map(({ target }) => target).sort())
})
