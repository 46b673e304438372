import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { format, resolveConfig } from 'prettier'

/** The files of the repository with the changes of one generator, written together or not at all. */
export class Workspace {
  #changed = new Map()
  #links = new Map()

  constructor(root) {
    this.root = root
  }

  has(path) {
    return this.#changed.has(path) || existsSync(join(this.root, path))
  }

  read(path) {
    return this.#changed.get(path) ?? readFileSync(join(this.root, path), 'utf8')
  }

  /** @throws Error when the file is there already */
  create(path, text) {
    if (this.has(path)) throw new Error(`${path} exists already.`)
    this.#changed.set(path, text)
  }

  /** Replaces a file by what `edit` makes of it. @throws Error when `edit` changes nothing */
  edit(path, edit) {
    const before = this.read(path)
    const after = edit(before)
    if (after === before) throw new Error(`${path} does not look as expected; nothing was written.`)
    this.#changed.set(path, after)
  }

  editJson(path, edit) {
    this.edit(path, (text) => {
      const value = JSON.parse(text)
      edit(value)
      return `${JSON.stringify(value, null, 2)}\n`
    })
  }

  /** A symbolic link to a folder; `target` is relative to the link. */
  link(path, target) {
    this.#links.set(path, target)
  }

  /** Formats and writes everything; gives the paths. */
  async write() {
    const options = await resolveConfig(join(this.root, 'package.json'))
    const texts = await Promise.all(
      [...this.#changed].map(async ([path, text]) => [
        path,
        // npm writes its lock file in its own way.
        path.endsWith('package-lock.json') ? text : await format(text, { ...options, filepath: path }),
      ]),
    )
    for (const [path, text] of texts) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), text)
    }
    for (const [path, target] of this.#links) {
      if (!existsSync(dirname(join(this.root, path)))) continue
      rmSync(join(this.root, path), { force: true })
      symlinkSync(target, join(this.root, path), 'dir')
    }
    return texts.map(([path]) => path).sort()
  }
}
