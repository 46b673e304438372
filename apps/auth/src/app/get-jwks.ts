import { Inject } from '@nestjs/common'
import { GetJwks } from '@linkflow/contracts'
import type { Output } from '@linkflow/contracts'
import { Handles } from '@linkflow/service'
import { AccessTokens } from '../adapters/access-tokens.js'

@Handles(GetJwks)
export class GetJwksHandler {
  constructor(@Inject(AccessTokens) private readonly tokens: AccessTokens) {}

  handle(): Output<typeof GetJwks> {
    return { keys: this.tokens.publicKeys }
  }
}
