import 'reflect-metadata'
import { exitWith, onSignal } from '@linkflow/service'
import { startStandalone } from './standalone.js'

const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  const standalone = await startStandalone(process.env, say)
  onSignal(() => standalone.close())
  for (const warning of standalone.warnings) say(`Note: ${warning}`)
  say(`LinkFlow is ready on ${standalone.url}`)
  say(`Next: the API is documented at ${standalone.url}/docs; the README's tour draws and runs a first workflow.`)
} catch (error) {
  exitWith(error)
}
