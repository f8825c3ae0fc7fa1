import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten';
import type { Parcel } from './wire';
import { withHandle } from './with-handle';

/** A parcel as an object of the machine: `{ json, buffers }`. */
export function packHandle(context: QuickJSContext, { json, buffers }: Parcel): QuickJSHandle {
  const parcel = context.newObject();
  withHandle(context.newString(json), (handle) => context.setProp(parcel, 'json', handle));
  withHandle(bufferList(context, buffers), (handle) => context.setProp(parcel, 'buffers', handle));
  return parcel;
}

export function bufferList(
  context: QuickJSContext,
  buffers: readonly ArrayBuffer[],
): QuickJSHandle {
  const list = context.newArray();
  buffers.forEach((buffer, index) => {
    withHandle(context.newArrayBuffer(buffer), (handle) => context.setProp(list, index, handle));
  });
  return list;
}

export function readParcel(context: QuickJSContext, parcel: QuickJSHandle): Parcel {
  return {
    json: withHandle(context.getProp(parcel, 'json'), (handle) => context.getString(handle)),
    buffers: withHandle(context.getProp(parcel, 'buffers'), (handle) =>
      readBuffers(context, handle),
    ),
  };
}

/** Copies the buffers of a list out of the machine's memory. */
export function readBuffers(context: QuickJSContext, list: QuickJSHandle): ArrayBuffer[] {
  const length = withHandle(context.getProp(list, 'length'), (handle) => context.getNumber(handle));
  return Array.from({ length }, (_, index) =>
    withHandle(context.getProp(list, index), (handle) =>
      withHandle(
        context.getArrayBuffer(handle),
        ({ value }) => value.slice().buffer as ArrayBuffer,
      ),
    ),
  );
}
