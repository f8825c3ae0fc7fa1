import { Component, type FunctionComponent } from 'preact';

/**
 * A component that is drawn again only when one of its properties is another value. For long lists of
 * which one line changes at a time.
 */
export function memo<Props extends object>(Draw: FunctionComponent<Props>) {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const names = Object.keys(next) as (keyof Props)[];
      return names.some((name) => next[name] !== this.props[name]);
    }

    override render() {
      return <Draw {...(this.props as Props)} />;
    }
  };
}
