import * as ort from 'onnxruntime-node';
import { Reader } from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { encodeModel, encodeWholeModel } from '../../../../models/convert/onnx/encode-model';
import { GraphBuilder } from '../../../../models/convert/onnx/graph-builder';
import type { GraphSpec } from '../../../../models/convert/onnx/graph-spec';
import { source } from '../graphs/sources';

function smallGraph(): GraphSpec {
  const graph = new GraphBuilder('small');
  const x = graph.input({ name: 'x', type: 'float', shape: [1, 2] });
  const y = graph.gelu('act', graph.linear('fc', x, source('w', [3, 2]), source('b', [3])));
  graph.output(y, { name: 'y', type: 'float', shape: [1, 3] });
  return graph.build();
}

describe('encoding', () => {
  it('gives a model that onnxruntime runs', async () => {
    const session = await ort.InferenceSession.create(await encodeWholeModel(smallGraph()));
    const { y } = await session.run({
      x: new ort.Tensor('float32', Float32Array.of(1, -1), [1, 2]),
    });
    // (1 −1)·(0 1; 2 3; 4 5)ᵀ = −1 −1 −1, and the bias is 0 1 2.
    const expected = [-0.15865525, 0, 0.84134475];
    expected.forEach((value, i) => expect(y!.data[i]).toBeCloseTo(value, 6));
  });

  it('gives the same bytes every time', async () => {
    expect(await encodeWholeModel(smallGraph())).toEqual(await encodeWholeModel(smallGraph()));
  });

  it('runs with weights in files next to it', async () => {
    const spec = smallGraph();
    const parts: Uint8Array[] = [];
    let offset = 0;
    const tensors = [];
    for (const { name, type, shape, load } of spec.initializers) {
      const bytes = new Uint8Array((await load()).buffer);
      const data = {
        kind: 'external',
        location: 'shard.bin',
        offset,
        length: bytes.length,
      } as const;
      tensors.push({ name, type, shape, data });
      parts.push(bytes);
      offset += bytes.length;
    }
    const session = await ort.InferenceSession.create(encodeModel(spec, tensors), {
      externalData: [{ path: 'shard.bin', data: Buffer.concat(parts) }],
    });
    const { y } = await session.run({
      x: new ort.Tensor('float32', Float32Array.of(0, 0), [1, 2]),
    });
    expect(y!.data[2]).toBeCloseTo(1.9544997, 6);
  });

  it('says which operator sets are used', () => {
    expect(operatorSets(encodeModel(smallGraph(), []))).toEqual({ '': 17, 'com.microsoft': 1 });
    const plain = { name: 'plain', inputs: [], outputs: [], nodes: [] };
    expect(operatorSets(encodeModel(plain, [], 21))).toEqual({ '': 21 });
  });

  it('writes offsets beyond 2 GiB whole', () => {
    const data = { kind: 'external', location: 's', offset: 5_000_000_000, length: 4 } as const;
    const bytes = encodeModel({ name: 'g', inputs: [], outputs: [], nodes: [] }, [
      { name: 't', type: 'float', shape: [1], data },
    ]);
    expect(Buffer.from(bytes).includes('5000000000')).toBe(true);
  });
});

/** ModelProto.opset_import, field 8. */
function operatorSets(model: Uint8Array): Record<string, number> {
  const sets: Record<string, number> = {};
  const reader = Reader.create(model);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 !== 8) {
      reader.skipType(tag & 7);
      continue;
    }
    const set = Reader.create(reader.bytes());
    let domain = '';
    while (set.pos < set.len) {
      if (set.uint32() >>> 3 === 1) domain = set.string();
      else sets[domain] = Number(set.int64());
    }
  }
  return sets;
}
