import { GetNodeType, NodeTypeNotFound } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { catalog } from '@linkflow/nodes'
import { Handles } from '@linkflow/service'

@Handles(GetNodeType)
export class GetNodeTypeHandler {
  handle({ type, version }: Input<typeof GetNodeType>): Output<typeof GetNodeType> {
    const manifest = catalog.find(type, version)
    if (!manifest) throw NodeTypeNotFound()
    return manifest
  }
}
