/**
 * Runs in the panel's frame, and in the page around it: notes when input was handled and painted, and
 * which tasks kept the main thread, which the two share, for long.
 */

export interface InputDelay {
  readonly kind: string;
  /** From when the browser took the input, in the time of the frame. */
  readonly handledMs: number;
  /** As `handledMs`, up to the first frame after it. */
  readonly paintedMs: number;
}

export interface LongTask {
  readonly ms: number;
  /** The browser's own words: `self`, `cross-origin-ancestor`, … */
  readonly whose: string;
}

/** A script that held a frame up. */
export interface LongScript {
  readonly ms: number;
  readonly name: string;
}

export interface Watch {
  readonly inputs: InputDelay[];
  readonly tasks: LongTask[];
  readonly scripts: LongScript[];
}

declare global {
  interface Window {
    batchWatch?: Watch;
  }
}

interface FrameTiming extends PerformanceEntry {
  readonly scripts: readonly {
    readonly duration: number;
    readonly invoker: string;
    readonly sourceFunctionName: string;
  }[];
}

const KINDS = ['pointermove', 'wheel', 'keydown'] as const;
const LONG_SCRIPT_MS = 25;

const watch: Watch = { inputs: [], tasks: [], scripts: [] };
window.batchWatch = watch;

for (const kind of KINDS) {
  addEventListener(
    kind,
    (event) => {
      const handledMs = performance.now() - event.timeStamp;
      requestAnimationFrame(() => {
        // A message comes after the painting that this callback is followed by.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          watch.inputs.push({ kind, handledMs, paintedMs: performance.now() - event.timeStamp });
        };
        port2.postMessage(null);
      });
    },
    { capture: true, passive: true },
  );
}

new PerformanceObserver((list) => {
  for (const { duration, name } of list.getEntries()) {
    watch.tasks.push({ ms: duration, whose: name });
  }
}).observe({ type: 'longtask' });

new PerformanceObserver((list) => {
  for (const { scripts } of list.getEntries() as FrameTiming[]) {
    for (const { duration, invoker, sourceFunctionName } of scripts) {
      if (duration < LONG_SCRIPT_MS) continue;
      watch.scripts.push({ ms: duration, name: `${invoker} ${sourceFunctionName}`.trim() });
    }
  }
}).observe({ type: 'long-animation-frame' });
