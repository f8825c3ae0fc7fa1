import type { PluginRun } from './plugin-run';

/** `figma.viewport`. Looks at the origin of the page; where the canvas really is, the host decides. */
export class ViewportApi implements ViewportAPI {
  readonly #run: PluginRun;
  center: Vector = { x: 0, y: 0 };
  zoom = 1;

  constructor(run: PluginRun) {
    this.#run = run;
    Object.preventExtensions(this);
  }

  get bounds(): Rect {
    return { ...this.center, width: 0, height: 0 };
  }

  get slidesView(): 'grid' | 'single-slide' {
    throw new Error('in get_slidesView: Only available in Figma Slides');
  }

  get canvasView(): 'grid' | 'single-asset' {
    throw new Error('in get_canvasView: Only available in Figma Buzz');
  }

  scrollAndZoomIntoView(nodes: readonly BaseNode[]): void {
    this.#run.assertRunning('scrollAndZoomIntoView');
    this.#run.host.scrollIntoView(nodes.map((node) => node.id));
  }
}
