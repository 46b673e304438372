import { ListNodeTypes } from '@linkflow/contracts'
import type { Input, Output } from '@linkflow/contracts'
import { catalog, manifests } from '@linkflow/nodes'
import { Handles } from '@linkflow/service'

@Handles(ListNodeTypes)
export class ListNodeTypesHandler {
  handle({ group }: Input<typeof ListNodeTypes>): Output<typeof ListNodeTypes> {
    const newest = manifests.filter((manifest) => manifest === catalog.find(manifest.type))
    return { items: newest.filter((manifest) => group === undefined || manifest.group === group) }
  }
}
