import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  RELEASE_SYNC,
  type QuickJSWASMModule,
} from 'quickjs-emscripten';

let loading: Promise<QuickJSWASMModule> | undefined;

/** The interpreter that stands for Figma's sandbox; loaded once, when a plugin is first launched. */
export function loadQuickJs(): Promise<QuickJSWASMModule> {
  loading ??= newQuickJSWASMModuleFromVariant(
    newVariant(RELEASE_SYNC, { wasmLocation: '/quickjs.wasm' }),
  );
  // A failed download may be tried again.
  loading.catch(() => (loading = undefined));
  return loading;
}
