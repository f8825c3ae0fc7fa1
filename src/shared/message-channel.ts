import type { PlainValue } from './plain-value';

/** Two ends of a wire that carries plain values, in order; how it is wired differs by realm. */
export interface MessageChannelEnd {
  post(message: PlainValue): void;
  /** Registers the one receiver; a second call replaces the first. */
  receive(handler: (message: unknown) => void): void;
}
