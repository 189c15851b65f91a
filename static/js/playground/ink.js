/**
 * A picture that is drawn by hand: each of its pixels is a block of 4 × 4 dots, and as dark as the share of them that have
 * ink, as the pictures of the digits were made. Pure.
 */

/** @typedef {{x: number, y: number}} Point in pixels of the picture, from its upper left corner */

const DOTS = 4;
/** How far the pen reaches, in dots. */
const PEN = 2;

export class Ink {
  /** @readonly */ rows;
  /** @readonly */ columns;
  #dots;

  /**
   * @param {number} rows of pixels
   * @param {number} columns
   */
  constructor(rows, columns) {
    this.rows = rows;
    this.columns = columns;
    this.#dots = new Uint8Array(rows * columns * DOTS ** 2);
  }

  /** @returns {number[]} how dark each pixel is, 0 to 1, row by row */
  get shares() {
    return Array.from({ length: this.rows * this.columns }, (_, pixel) => this.#block(pixel).filter((dot) => this.#dots[dot]).length / DOTS ** 2);
  }

  get isEmpty() {
    return !this.#dots.includes(1);
  }

  clear() {
    this.#dots.fill(0);
  }

  /** @param {number[]} shares how dark each pixel is to be */
  fill(shares) {
    this.clear();
    shares.forEach((share, pixel) => this.#block(pixel).forEach((dot, i) => (this.#dots[dot] = Number(i < Math.round(share * DOTS ** 2)))));
  }

  /**
   * Fill a pixel, or empty it if it is more than half full.
   * @param {number} row
   * @param {number} column
   */
  turn(row, column) {
    const block = this.#block(row * this.columns + column);
    const isFull = 2 * block.filter((dot) => this.#dots[dot]).length > block.length;
    for (const dot of block) this.#dots[dot] = Number(!isFull);
  }

  /**
   * A line of the pen.
   * @param {Point} from
   * @param {Point} to
   */
  draw(from, to) {
    const [start, way] = [{ x: from.x * DOTS, y: from.y * DOTS }, { x: (to.x - from.x) * DOTS, y: (to.y - from.y) * DOTS }];
    const length = way.x ** 2 + way.y ** 2 || 1;
    const width = this.columns * DOTS;
    for (let dot = 0; dot < this.#dots.length; dot++) {
      const [x, y] = [(dot % width) + 0.5 - start.x, Math.floor(dot / width) + 0.5 - start.y];
      const share = Math.min(1, Math.max(0, (x * way.x + y * way.y) / length));
      if (Math.hypot(x - share * way.x, y - share * way.y) <= PEN) this.#dots[dot] = 1;
    }
  }

  /** @param {number} pixel @returns {number[]} its dots */
  #block(pixel) {
    const width = this.columns * DOTS;
    const corner = Math.floor(pixel / this.columns) * DOTS * width + (pixel % this.columns) * DOTS;
    return Array.from({ length: DOTS ** 2 }, (_, i) => corner + Math.floor(i / DOTS) * width + (i % DOTS));
  }
}
