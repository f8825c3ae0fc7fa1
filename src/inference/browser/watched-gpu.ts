import { OnestepError } from '../../shared/errors';
import type { ComputeDevice } from '../runtime/compute-device';
import { toCodedError } from '../runtime/failure';
import type { GpuDevice } from './gpu-device';

/** All kinds of failures that WebGPU reports beside the calls that caused them. */
const REPORTS = ['validation', 'out-of-memory', 'internal'] as const;
/** How long the news of a loss may take after the first failure that it caused. */
const LOSS_NEWS_MS = 100;

/** A GPU device that is replaced when it is lost, and whose failures are heard. */
export class WatchedGpu implements ComputeDevice {
  readonly #request: () => Promise<GpuDevice>;
  #device: GpuDevice;
  #lossOf: Promise<string>;
  #loss: string | null = null;

  private constructor(request: () => Promise<GpuDevice>, device: GpuDevice) {
    this.#request = request;
    this.#device = device;
    this.#lossOf = this.#hearLoss(device);
  }

  /**
   * @param request gets a device, also when one was lost
   * @throws what `request` throws
   */
  static async open(request: () => Promise<GpuDevice>): Promise<WatchedGpu> {
    return new WatchedGpu(request, await request());
  }

  get device(): GpuDevice {
    return this.#device;
  }

  get isLost(): boolean {
    return this.#loss !== null;
  }

  async reopen(): Promise<void> {
    this.#device.destroy();
    this.#device = await this.#request();
    this.#loss = null;
    this.#lossOf = this.#hearLoss(this.#device);
  }

  async watch<T>(work: () => Promise<T>): Promise<T> {
    const device = this.#device;
    for (const kind of REPORTS) device.pushErrorScope(kind);
    const ended = await work().then(
      (answer) => ({ answer }),
      (thrown: unknown) => ({ failure: toCodedError(thrown, 'engine-crashed') }),
    );
    const reported = await reportsOf(device);
    const failures = 'failure' in ended ? [ended.failure, ...reported] : reported;
    if (failures.length > 0 && !this.isLost) await this.#newsOfLoss();
    if (this.#loss !== null) throw new OnestepError('engine-device-lost', {}, this.#loss);
    const worst =
      failures.find(({ code }) => code === 'engine-device-lost') ??
      failures.find(({ code }) => code === 'engine-memory') ??
      failures[0];
    if (worst?.code === 'engine-device-lost') this.#loss = worst.message;
    if (worst !== undefined) throw worst;
    return (ended as { answer: T }).answer;
  }

  async #hearLoss(device: GpuDevice): Promise<string> {
    const { reason, message } = await device.lost;
    const loss = `${reason}: ${message}`;
    // What was let go of on purpose is lost as well.
    if (device === this.#device) this.#loss = loss;
    return loss;
  }

  async #newsOfLoss(): Promise<void> {
    await Promise.race([this.#lossOf, new Promise((resolve) => setTimeout(resolve, LOSS_NEWS_MS))]);
  }
}

/** What the device has reported since its scopes were opened; nothing when it is lost. */
async function reportsOf(device: GpuDevice): Promise<OnestepError[]> {
  const scopes = await Promise.all(
    REPORTS.map(async () => device.popErrorScope().catch(() => null)),
  );
  const failures = scopes.map((error, index) => {
    if (error === null) return null;
    return REPORTS.at(-1 - index) === 'out-of-memory'
      ? new OnestepError('engine-memory', {}, error.message)
      : toCodedError(error.message, 'engine-crashed');
  });
  return failures.filter((failure) => failure !== null);
}
