import { posix } from 'node:path';
import type { FileFacts, FileSystemView } from '../../../src/cli/enhance/file-system-view';

type Entry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'link'; readonly to: string }
  | { readonly kind: 'file'; readonly file: { readonly id: number; content: string } };

const MAX_LINKS = 8;

/**
 * A small file system with links of both kinds that can, like those of macOS and Windows, ignore
 * upper and lower case and Unicode forms. Paths are relative to one working folder.
 */
export class MemoryFileSystem implements FileSystemView {
  readonly #entries = new Map<string, Entry>([['.', { kind: 'folder' }]]);
  readonly #ignoresCase: boolean;
  #nextId = 1;

  constructor(ignoresCase: boolean) {
    this.#ignoresCase = ignoresCase;
  }

  addFolder(path: string): void {
    this.#add(path, { kind: 'folder' });
  }

  addFile(path: string, content: string): void {
    this.#add(path, { kind: 'file', file: { id: this.#nextId++, content } });
  }

  addSymbolicLink(path: string, to: string): void {
    this.#add(path, { kind: 'link', to });
  }

  addHardLink(path: string, to: string): void {
    const entry = this.#find(to);
    if (entry?.kind === 'file') this.#add(path, entry);
  }

  /** The content behind a path; null when there is no file. */
  read(path: string): string | null {
    const entry = this.#find(path);
    return entry?.kind === 'file' ? entry.file.content : null;
  }

  /** Writes as a careless program does: into whatever the path leads to, through links. */
  writeThrough(path: string, content: string): void {
    const entry = this.#find(path);
    if (entry?.kind === 'file') entry.file.content = content;
    else this.addFile(path, content);
  }

  /** Puts a new file under a name, as a rename does; what the name led to before stays as it is. */
  replace(path: string, content: string): void {
    this.#entries.delete(this.#nameOf(path));
    this.addFile(path, content);
  }

  async facts(path: string): Promise<FileFacts | null> {
    const resolved = this.#resolve(path);
    const entry = this.#entries.get(resolved);
    if (entry?.kind === 'folder') return { kind: 'folder', identity: `folder ${resolved}` };
    return entry?.kind === 'file' ? { kind: 'file', identity: `file ${entry.file.id}` } : null;
  }

  async isTaken(path: string): Promise<boolean> {
    return this.#entries.has(this.#nameOf(path));
  }

  async realPath(path: string): Promise<string> {
    return this.#resolve(path);
  }

  async isWritable(): Promise<boolean> {
    return true;
  }

  async readHead(path: string, bytes: number): Promise<Uint8Array> {
    return Buffer.from(this.read(path) ?? '', 'latin1').subarray(0, bytes);
  }

  /** Like a disk, takes a name only once and only in a folder that exists. */
  #add(path: string, entry: Entry): void {
    const name = this.#nameOf(path);
    const folder = this.#entries.get(posix.dirname(name));
    if (folder?.kind === 'folder' && !this.#entries.has(name)) this.#entries.set(name, entry);
  }

  #find(path: string): Entry | undefined {
    return this.#entries.get(this.#resolve(path));
  }

  /** The key of a name itself: links are followed in its folder only. */
  #nameOf(path: string): string {
    const normal = this.#fold(posix.normalize(path).replace(/(.)\/$/, '$1'));
    if (normal === '.') return normal;
    return posix.join(this.#resolve(posix.dirname(normal)), posix.basename(normal));
  }

  #resolve(path: string, links = 0): string {
    const name = this.#nameOf(path);
    const entry = this.#entries.get(name);
    if (entry?.kind !== 'link' || links === MAX_LINKS) return name;
    return this.#resolve(posix.join(posix.dirname(name), entry.to), links + 1);
  }

  #fold(path: string): string {
    return this.#ignoresCase ? path.normalize('NFC').toLowerCase() : path;
  }
}
