import type { Page } from 'playwright-core';

/** What a page is told of its GPU. */
export interface BrowserAdapter {
  readonly name: string;
  readonly isSoftware: boolean;
}

interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}
interface Gpu {
  requestAdapter(): Promise<{ readonly info: AdapterInfo } | null>;
}

/** For a browser with WebGPU where it has to be asked for it; Linux draws with Vulkan then. */
export const REAL_GPU = [
  '--enable-unsafe-webgpu',
  ...(process.platform === 'linux' ? ['--enable-features=Vulkan'] : []),
];

/** Null where this browser has no WebGPU, or no adapter for it. */
export async function findBrowserAdapter(page: Page): Promise<BrowserAdapter | null> {
  const info = await page.evaluate(async () => {
    const { gpu } = navigator as unknown as { readonly gpu?: Gpu };
    const adapter = (await gpu?.requestAdapter().catch(() => null)) ?? null;
    if (adapter === null) return null;
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    return { vendor, architecture, description, isFallbackAdapter: isFallbackAdapter === true };
  });
  if (info === null) return null;
  const { vendor, architecture, description, isFallbackAdapter } = info;
  const name = [vendor, architecture, description].filter((part) => part !== '').join(' ');
  return { name, isSoftware: isFallbackAdapter || /swiftshader|llvmpipe/i.test(name) };
}
