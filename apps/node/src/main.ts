import 'reflect-metadata'
import { runProcess } from '@linkflow/service'
import { node } from './service.js'

await runProcess(node, process.env)
