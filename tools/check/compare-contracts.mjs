import { breakingChanges, isSame } from './compare-schemas.mjs'

/**
 * Compares recorded contracts with those of the build. `broken` is what must not happen within a version of an event,
 * `changed` what has to be recorded.
 */
export function compareContracts(recorded, built) {
  const broken = []
  const changed = []
  for (const [subject, schema] of Object.entries(recorded.events)) {
    const now = built.events[subject]
    if (now === undefined) broken.push(`${subject} was removed`)
    else broken.push(...breakingChanges(schema, now).map((what) => `${subject}: ${what}`))
  }
  for (const kind of ['events', 'requests']) {
    for (const subject of Object.keys(built[kind])) {
      if (!(subject in recorded[kind])) changed.push(`${subject} is new`)
      else if (JSON.stringify(recorded[kind][subject]) !== JSON.stringify(built[kind][subject]))
        changed.push(
          `${subject} ${isSame(recorded[kind][subject], built[kind][subject]) ? 'is described otherwise' : 'has changed'}`,
        )
    }
    for (const subject of Object.keys(recorded[kind])) if (!(subject in built[kind])) changed.push(`${subject} is gone`)
  }
  return { broken, changed }
}
