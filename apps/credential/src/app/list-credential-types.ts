import { ListCredentialTypes } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'
import { listCredentialTypes } from '../domain/credential-types.js'

@Handles(ListCredentialTypes)
export class ListCredentialTypesHandler {
  handle(): Output<typeof ListCredentialTypes> {
    return { items: listCredentialTypes() }
  }
}
