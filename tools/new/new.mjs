#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { newContract } from './contract.mjs'
import { newService } from './service.mjs'
import { Workspace } from './workspace.mjs'

const help = `Usage: npm run new -- contract <service> <verb-noun>
       npm run new -- service <name> [<verb-noun>]

contract   An operation: its contract, its handler and a test that calls it, named where they must be known.
             npm run new -- contract workflow pin-workflow
service    A service that boots, with a first operation (list-<name>s unless told), in both topologies.
             npm run new -- service report

Everything generated type-checks and passes its test; what it does is yours to write. Nothing is overwritten.
`

const root = fileURLToPath(new URL('../..', import.meta.url))
const [what, ...names] = process.argv.slice(2)
const generators = { contract: [newContract, 2, 2], service: [newService, 1, 2] }

if (what === '--help' || what === '-h') {
  process.stdout.write(help)
  process.exit(0)
}
const [generate, least, most] = generators[what] ?? []
if (!generate || names.length < least || names.length > most) {
  process.stderr.write(help)
  process.exit(1)
}
try {
  const workspace = new Workspace(root)
  const advice = generate(workspace, ...names)
  for (const file of await workspace.write()) process.stdout.write(`${file}\n`)
  process.stdout.write(`\n${advice}\n`)
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
