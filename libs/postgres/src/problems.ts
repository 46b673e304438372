/** A reason why a process cannot start, said in one sentence for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
