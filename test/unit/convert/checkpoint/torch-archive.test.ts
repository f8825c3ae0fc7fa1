import { describe, expect, it } from 'vitest';
import { OP } from '../../../../models/convert/checkpoint/pickle/opcodes';
import { openTorchArchive } from '../../../../models/convert/checkpoint/torch-archive';
import { TorchTensor } from '../../../../models/convert/checkpoint/torch-tensor';
import { memorySource } from '../../../support/memory-source';
import { dict, global, int, list, pickle, tensor, text, tuple, uint32 } from './pickle-bytes';
import { bytesOf, concat } from './safetensors-bytes';
import { torchBytes, zipBytes } from './zip-bytes';

const open = (bytes: Uint8Array) => openTorchArchive(memorySource(bytes, 'x.pkl'));
const floats = bytesOf(Float32Array.of(0, 1, 2, 3, 4, 5));

async function readTensor(
  view: Parameters<typeof tensor>[0],
  storage: Uint8Array,
  options: { zip64?: boolean } = {},
): Promise<TorchTensor> {
  const value = await open(torchBytes(pickle(tensor(view)), [storage], options));
  if (!(value instanceof TorchTensor)) throw new Error('no tensor');
  return value;
}

describe('openTorchArchive', () => {
  it('builds plain data', async () => {
    const value = await open(
      torchBytes(
        pickle(
          dict(
            ...[text('none'), OP.NONE, text('yes'), OP.NEWTRUE, text('no'), OP.NEWFALSE],
            ...[text('minus'), int(-5), text('byte'), OP.BININT1, 200],
            ...[text('long'), OP.LONG1, 2, 0x00, 0x80, text('zero'), OP.LONG1, 0],
            ...[text('float'), OP.BINFLOAT, Uint8Array.of(0x3f, 0xf8, 0, 0, 0, 0, 0, 0)],
            ...[text('list'), list(int(1), text('ä')), text('tuple'), tuple(int(2))],
          ),
        ),
      ),
    );
    expect(value).toEqual(
      new Map<string, unknown>([
        ['none', null],
        ['yes', true],
        ['no', false],
        ['minus', -5],
        ['byte', 200],
        ['long', -32768],
        ['zero', 0],
        ['float', 1.5],
        ['list', [1, 'ä']],
        ['tuple', [2]],
      ]),
    );
  });

  it('understands protocol 4: frames, short texts, memoise, globals from the stack', async () => {
    const short = (value: string) =>
      concat([Uint8Array.of(OP.SHORT_BINUNICODE, value.length), new TextEncoder().encode(value)]);
    const value = await open(
      torchBytes(
        concat([
          Uint8Array.of(OP.PROTO, 4, OP.FRAME, 9, 0, 0, 0, 0, 0, 0, 0),
          short('collections'), short('OrderedDict'), Uint8Array.of(OP.STACK_GLOBAL, OP.MEMOIZE, OP.EMPTY_TUPLE, OP.REDUCE),
          short('a'), Uint8Array.of(OP.MEMOIZE), Uint8Array.of(OP.BINGET, 1, OP.SETITEM, OP.STOP),
        ]),
      ),
    ); // prettier-ignore
    expect(value).toEqual(new Map([['a', 'a']]));
  });

  it('takes the attributes of a state dict and leaves them out', async () => {
    const ordered = concat([
      global('collections', 'OrderedDict'),
      Uint8Array.of(OP.EMPTY_TUPLE, OP.REDUCE),
    ]);
    const value = await open(
      torchBytes(pickle(ordered, dict(text('_metadata'), OP.EMPTY_DICT), OP.BUILD)),
    );
    expect(value).toEqual(new Map());
  });

  it('reads a contiguous tensor, a parameter, and one inside a larger storage', async () => {
    const whole = await readTensor({ count: 6, shape: [2, 3], strides: [3, 1] }, floats);
    expect(whole.shape).toEqual([2, 3]);
    expect([...(await whole.readFloat32())]).toEqual([0, 1, 2, 3, 4, 5]);
    const part = await readTensor({ count: 6, offset: 2, shape: [1, 2], strides: [9, 1] }, floats);
    expect([...(await part.readFloat32())]).toEqual([2, 3]);
    const data = tensor({ count: 6, shape: [6], strides: [1] });
    const parameter = pickle(
      global('torch._utils', '_rebuild_parameter'),
      tuple(data, OP.NEWTRUE, OP.NONE),
      OP.REDUCE,
    );
    expect(await open(torchBytes(parameter, [floats]))).toBeInstanceOf(TorchTensor);
  });

  it('puts transposed and strided tensors in order', async () => {
    const transposed = await readTensor({ count: 6, shape: [3, 2], strides: [1, 3] }, floats);
    expect([...(await transposed.readFloat32())]).toEqual([0, 3, 1, 4, 2, 5]);
    const strided = await readTensor({ count: 6, offset: 1, shape: [3], strides: [2] }, floats);
    expect([...(await strided.readFloat32())]).toEqual([1, 3, 5]);
  });

  it('reads scalars, empty tensors and other element types', async () => {
    const scalar = await readTensor({ count: 6, offset: 3, shape: [], strides: [] }, floats);
    expect([...(await scalar.readFloat32())]).toEqual([3]);
    const empty = await readTensor({ count: 6, shape: [0, 3], strides: [3, 1] }, floats);
    expect(await empty.readFloat32()).toHaveLength(0);
    const halves = bytesOf(Uint16Array.of(0x3c00, 0xc000));
    const half = await readTensor(
      { storage: 'HalfStorage', count: 2, shape: [2], strides: [1] },
      halves,
    );
    expect([half.dtype, ...(await half.readFloat32())]).toEqual(['F16', 1, -2]);
    const longs = bytesOf(BigInt64Array.of(7n, -1n));
    const long = await readTensor(
      { storage: 'LongStorage', count: 2, shape: [2], strides: [1] },
      longs,
    );
    expect([long.dtype, ...(await long.readFloat32())]).toEqual(['I64', 7, -1]);
  });

  it('reads zip64 archives', async () => {
    const view = { count: 6, shape: [6], strides: [1] };
    const read = await readTensor(view, floats, { zip64: true });
    expect([...(await read.readFloat32())]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('shares what is remembered instead of copying it', async () => {
    // Each list holds the one before a hundred times: 100^30 texts if they were copied.
    const pieces: (number | Uint8Array)[] = [text('lol'), OP.BINPUT, 0];
    for (let level = 1; level <= 30; level++) {
      pieces.push(OP.EMPTY_LIST, OP.BINPUT, level, OP.MARK);
      for (let i = 0; i < 100; i++) pieces.push(OP.BINGET, level - 1);
      pieces.push(OP.APPENDS);
    }
    expect(await open(torchBytes(pickle(...pieces)))).toHaveLength(100);
  });
});

describe('refusals', () => {
  const call = (module: string, name: string) =>
    pickle(global(module, name), tuple(text('echo owned')), OP.REDUCE);
  const stackGlobal = pickle(
    text('posix'),
    text('system'),
    OP.STACK_GLOBAL,
    tuple(text('x')),
    OP.REDUCE,
  );

  it.each<[string, Uint8Array]>([
    ['os.system', call('os', 'system')],
    ['builtins.eval', call('builtins', 'eval')],
    ['posix.system', stackGlobal],
    ['os.system', pickle(OP.MARK, text('x'), 'ios\nsystem\n')],
    ['torch.load', call('torch', 'load')],
    ['torch.storage.UntypedStorage', call('torch.storage', 'UntypedStorage')],
    ['collections.OrderedDict.__class__', call('collections', 'OrderedDict.__class__')],
    ['__builtin__.constructor', call('__builtin__', 'constructor')],
    ['torch.hasOwnProperty', call('torch', 'hasOwnProperty')],
    ['copyreg extension.7', pickle(OP.EXT1, 7)],
    [`os.${'a'.repeat(117)}`, call('os', 'a'.repeat(100_000))],
    ['os.??[31m', call('os', '\u009b\u001b[31m')],
  ])('refuses %s by name', async (name, bytes) => {
    const refusal = { code: 'checkpoint-refused', details: { file: 'x.pkl', global: name } };
    await expect(open(torchBytes(bytes))).rejects.toMatchObject(refusal);
    // The same without an archive around it.
    await expect(open(bytes)).rejects.toMatchObject(refusal);
  });

  it('refuses a bare pickle of protocol 0 by name', async () => {
    const bytes = new TextEncoder().encode("cos\nsystem\n(S'echo owned'\ntR.");
    await expect(open(bytes)).rejects.toMatchObject({ code: 'checkpoint-refused' });
  });

  const good = torchBytes(pickle(tensor({ count: 6, shape: [6], strides: [1] })), [floats]);
  const view = (options: Parameters<typeof tensor>[0]) =>
    torchBytes(pickle(tensor(options)), [floats]);
  it.each<[string, string, Uint8Array]>([
    ['an empty file', 'checkpoint-invalid', new Uint8Array(0)],
    ['something else', 'checkpoint-invalid', new TextEncoder().encode('<html>')],
    [
      'the format before 1.6',
      'checkpoint-unsupported',
      pickle(
        OP.LONG1,
        10,
        Uint8Array.of(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19),
      ),
    ],
    ['an archive without its end', 'checkpoint-truncated', good.slice(0, -30)],
    [
      'an archive without its start',
      'checkpoint-invalid',
      concat([Uint8Array.of(0x50, 0x4b), good.slice(40)]),
    ],
    [
      'an archive without a pickle',
      'checkpoint-invalid',
      zipBytes([{ name: 'x/other', bytes: floats }]),
    ],
    [
      'two pickles',
      'checkpoint-invalid',
      zipBytes(['x', 'y'].map((name) => ({ name: `${name}/data.pkl`, bytes: pickle(OP.NONE) }))),
    ],
    [
      'two entries of one name',
      'checkpoint-invalid',
      torchBytes(pickle(OP.NONE), [floats], { extra: [{ name: 'x/data/0', bytes: floats }] }),
    ],
    [
      'a compressed pickle',
      'checkpoint-invalid',
      zipBytes([{ name: 'x/data.pkl', bytes: pickle(OP.NONE), method: 8 }]),
    ],
    [
      'a bomb',
      'checkpoint-invalid',
      zipBytes([{ name: 'x/data.pkl', bytes: pickle(OP.NONE), method: 8, size: 0xfffffff0 }]),
    ],
    [
      'a pickle larger than the archive',
      'checkpoint-truncated',
      zipBytes([{ name: 'x/data.pkl', bytes: pickle(OP.NONE), size: 1_000_000 }]),
    ],
    [
      'a huge pickle',
      'checkpoint-invalid',
      zipBytes([{ name: 'x/data.pkl', bytes: pickle(OP.NONE), size: 0xf0000000 }]),
    ],
    [
      'an entry that is elsewhere',
      'checkpoint-invalid',
      zipBytes([{ name: 'x/data.pkl', bytes: pickle(OP.NONE), offset: 3 }]),
    ],
    [
      'big-endian',
      'checkpoint-unsupported',
      zipBytes([
        { name: 'x/data.pkl', bytes: pickle(OP.NONE) },
        { name: 'x/byteorder', bytes: new TextEncoder().encode('big') },
      ]),
    ],
    ['no storage', 'checkpoint-invalid', view({ key: '7', count: 6, shape: [6], strides: [1] })],
    [
      'a storage outside its folder',
      'checkpoint-invalid',
      view({ key: '../data.pkl', count: 6, shape: [6], strides: [1] }),
    ],
    [
      'a storage of another size',
      'checkpoint-invalid',
      view({ count: 7, shape: [6], strides: [1] }),
    ],
    [
      'a tensor longer than its storage',
      'checkpoint-invalid',
      view({ count: 6, shape: [7], strides: [1] }),
    ],
    [
      'a tensor behind its storage',
      'checkpoint-invalid',
      view({ count: 6, offset: 1, shape: [6], strides: [1] }),
    ],
    [
      'strides out of the storage',
      'checkpoint-invalid',
      view({ count: 6, shape: [2, 3], strides: [4, 1] }),
    ],
    [
      'negative strides',
      'checkpoint-invalid',
      view({ count: 6, offset: 5, shape: [6], strides: [-1] }),
    ],
    [
      'a negative offset',
      'checkpoint-invalid',
      view({ count: 6, offset: -1, shape: [2], strides: [1] }),
    ],
    [
      'an expanded tensor',
      'checkpoint-invalid',
      view({ count: 6, shape: [1_000_000, 1_000_000], strides: [0, 0] }),
    ],
    [
      'strides of other dimensions',
      'checkpoint-invalid',
      view({ count: 6, shape: [6], strides: [1, 1] }),
    ],
  ])('refuses %s', async (_, code, bytes) => {
    await expect(open(bytes)).rejects.toMatchObject({ code, details: { file: 'x.pkl' } });
  });

  it.each<[string, string, Uint8Array]>([
    ['an empty pickle', 'checkpoint-truncated', new Uint8Array(0)],
    ['no end', 'checkpoint-truncated', pickle(OP.NONE).slice(0, -1)],
    ['a cut text', 'checkpoint-truncated', pickle(OP.BINUNICODE, uint32(4_000_000_000), 'a')],
    [
      'a text past all numbers',
      'checkpoint-truncated',
      pickle(OP.BINUNICODE8, new Uint8Array(8).fill(255)),
    ],
    ['a name without end', 'checkpoint-truncated', pickle('cos')],
    ['an empty stack', 'checkpoint-invalid', pickle(OP.POP)],
    ['a reach below a mark', 'checkpoint-invalid', pickle(OP.NONE, OP.MARK, OP.POP)],
    ['no mark', 'checkpoint-invalid', pickle(OP.APPENDS)],
    ['an unknown memo', 'checkpoint-invalid', pickle(OP.BINGET, 9)],
    ['an unknown opcode', 'checkpoint-invalid', pickle(0xff)],
    [
      'an object by its class',
      'checkpoint-invalid',
      pickle(global('collections', 'OrderedDict'), OP.EMPTY_TUPLE, 0x81),
    ],
    ['protocol 9', 'checkpoint-invalid', pickle(OP.PROTO, 9, OP.NONE)],
    ['a list as key', 'checkpoint-invalid', pickle(dict(OP.EMPTY_LIST, OP.NONE))],
    ['half an item', 'checkpoint-invalid', pickle(dict(text('a')))],
    [
      'a key that appears twice',
      'checkpoint-invalid',
      pickle(dict(text('a'), OP.NONE, text('a'), OP.NONE)),
    ],
    [
      'a call of a text',
      'checkpoint-invalid',
      pickle(text('os.system'), OP.EMPTY_TUPLE, OP.REDUCE),
    ],
    [
      'a call of a storage class',
      'checkpoint-invalid',
      pickle(global('torch', 'FloatStorage'), OP.EMPTY_TUPLE, OP.REDUCE),
    ],
    ['attributes of a list', 'checkpoint-invalid', pickle(OP.EMPTY_LIST, OP.EMPTY_DICT, OP.BUILD)],
    ['a global without text', 'checkpoint-invalid', pickle(OP.NONE, OP.NONE, OP.STACK_GLOBAL)],
    [
      'a huge integer',
      'checkpoint-invalid',
      pickle(OP.LONG4, uint32(1_000_000), new Uint8Array(1_000_000)),
    ],
    ['a strange persistent id', 'checkpoint-invalid', pickle(text('storage'), OP.BINPERSID)],
    [
      'a tensor of nothing',
      'checkpoint-invalid',
      pickle(global('torch._utils', '_rebuild_tensor_v2'), OP.EMPTY_TUPLE, OP.REDUCE),
    ],
    [
      'more operations than any checkpoint has',
      'checkpoint-invalid',
      pickle(new Uint8Array(1_000_000).fill(OP.EMPTY_LIST)),
    ],
    ['marks without end', 'checkpoint-invalid', pickle(new Uint8Array(1_000_000).fill(OP.MARK))],
  ])('refuses a pickle with %s', async (_, code, bytes) => {
    await expect(open(torchBytes(bytes))).rejects.toMatchObject({ code });
  });

  it('goes as deep as it is told without a stack of its own', async () => {
    const deep = concat([
      new Uint8Array(200_000).fill(OP.EMPTY_LIST),
      new Uint8Array(199_999).fill(OP.APPEND),
    ]);
    expect(await open(torchBytes(pickle(deep)))).toHaveLength(1);
  });
});
