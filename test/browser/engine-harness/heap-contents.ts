export interface HeapContents {
  /** Objects, strings, arrays and what array buffers refer to: what a run can leave behind. */
  readonly dataBytes: number;
  /** Machine code and what the engine notes to make more of it: grows with use, up to a limit. */
  readonly codeBytes: number;
}

/** Of V8's heap snapshots (`.heapsnapshot`), as far as it is read here. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  /** The fields of one node after those of another. */
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

const CODE_TYPES: ReadonlySet<string> = new Set(['code', 'object shape', 'hidden', 'synthetic']);
const BUFFER_CONTENT = 'system / JSArrayBufferData';

/** @param json a heap snapshot, which is taken after a garbage collection */
export function heapContents(json: string): HeapContents {
  const { snapshot, nodes, strings } = JSON.parse(json) as HeapSnapshot;
  const { node_fields: fields, node_types } = snapshot.meta;
  const [typeAt, nameAt, sizeAt] = ['type', 'name', 'self_size'].map((name) =>
    fields.indexOf(name),
  ) as [number, number, number];
  let dataBytes = 0;
  let codeBytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = node_types[0][nodes[at + typeAt]!]!;
    const name = strings[nodes[at + nameAt]!]!;
    // Of V8's own things only buffers hold data; the compiled module is the largest of the others.
    const isCode =
      CODE_TYPES.has(type) ||
      (type === 'native' && name.startsWith('system / ') && name !== BUFFER_CONTENT);
    const bytes = nodes[at + sizeAt]!;
    if (isCode) codeBytes += bytes;
    else dataBytes += bytes;
  }
  return { dataBytes, codeBytes };
}
