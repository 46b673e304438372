/** Time as a dependency, so that tests hold it in their hands. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
