/** Runs in Chromium: UpscalerJS's esrgan-slim ×4 on its wasm backend, on one thread. */
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import model from '@upscalerjs/esrgan-slim/4x';
import Upscaler from 'upscaler';

let upscaler;
let picture;

window.peer = {
  async start({ wasmAddress, modelAddress }) {
    setWasmPaths(wasmAddress);
    setThreadsCount(1);
    await tf.setBackend('wasm');
    await tf.ready();
    upscaler = new Upscaler({ model: { ...model, path: modelAddress } });
    await upscaler.ready;
    return tf.getBackend();
  },

  /** Takes the pixels (RGB in base64) that `enlarge` and `time` work on. */
  load({ pixels, width, height }) {
    picture?.dispose();
    const values = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
    picture = tf.tensor3d(values, [height, width, 3], 'int32');
  },

  /** RGB of the enlarged picture in base64. */
  async enlarge() {
    const result = await upscaler.upscale(picture, { output: 'tensor' });
    const values = await result.data();
    result.dispose();
    const bytes = Uint8ClampedArray.from(values);
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(text);
  },

  /** Milliseconds from tensor to the numbers of the enlarged one. */
  async time() {
    const start = performance.now();
    const result = await upscaler.upscale(picture, { output: 'tensor' });
    await result.data();
    const milliseconds = performance.now() - start;
    result.dispose();
    return milliseconds;
  },
};
