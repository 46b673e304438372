/**
 * Maps with at most `limit` at a time; results are in order. The first failure aborts the others, and is thrown once
 * they have come to rest: nothing goes on behind the caller's back.
 *
 * @param signal aborts all of them
 */
export async function mapInParallel<T, R>(
  values: readonly T[],
  { limit, signal }: { limit: number; signal: AbortSignal },
  map: (value: T, index: number, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const results: R[] = []
  let failure: { error: unknown } | undefined
  let next = 0
  const work = async (): Promise<void> => {
    while (next < values.length && !failure) {
      const index = next++
      try {
        results[index] = await map(values[index] as T, index, either)
      } catch (error) {
        failure ??= { error }
        failed.abort()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work))
  if (failure) throw failure.error
  return results
}
