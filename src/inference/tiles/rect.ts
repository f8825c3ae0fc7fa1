/** A rectangle on a pixel grid; `left` and `top` may be negative where it sticks out of a picture. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
