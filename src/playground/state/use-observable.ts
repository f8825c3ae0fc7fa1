import { useEffect, useReducer } from 'preact/hooks';
import type { Observable } from './observable';

/** The current value; the component is drawn again whenever it is replaced. */
export function useObservable<T>(observable: Observable<T>): T {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const drawn = observable.value;
  useEffect(() => {
    // It may have been replaced between drawing and here.
    if (!Object.is(observable.value, drawn)) redraw(undefined);
    return observable.subscribe(() => redraw(undefined));
  }, [observable]);
  return drawn;
}
