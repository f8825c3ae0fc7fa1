// Runs graphs on onnxruntime-node in a process of its own: a broken graphics driver takes down only
// this one. One message in, { id, graph, feeds }, makes one message out, { id, answers } or
// { id, error }. One at a time.
import * as ort from 'onnxruntime-node';

process.on('message', async ({ id, graph, feeds }) => {
  try {
    process.send({ id, answers: await run(graph, feeds) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
});

async function run({ model, provider, cpuNodes = [], dimensions = {}, strict = false }, feeds) {
  // onnxruntime refuses an empty list.
  const forced = cpuNodes.length === 0 ? {} : { forceCpuNodeNames: cpuNodes };
  const onGpu = { name: 'webgpu', ...forced };
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [provider === 'webgpu' ? onGpu : 'cpu'],
    freeDimensionOverrides: dimensions,
    logSeverityLevel: 3,
    ...(strict ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
  });
  try {
    const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new ort.Tensor(type, data, dims),
    ]);
    const results = await session.run(Object.fromEntries(tensors));
    const answers = Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { data, dims: [...dims] },
    ]);
    return Object.fromEntries(answers);
  } finally {
    await session.release();
  }
}
