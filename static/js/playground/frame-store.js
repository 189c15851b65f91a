/** The frames of a run, to go back through: as many as a bounded memory holds, evenly over the run. It knows no page. */

/** @typedef {import("./messages").Frame} Frame */

const MOST_BYTES = 32 * 2 ** 20;
/** What a frame takes beside its arrays, about. */
const FRAME_BYTES = 4096;

export class FrameStore {
  /** @type {Frame[]} */
  #frames = [];
  #bytes = 0;
  #most;
  /** Every so many frames one stays; the newest is there until the next has come. */
  #stride = 1;
  #added = 0;
  #isPassing = false;

  /** @param {number} [most] bytes */
  constructor(most = MOST_BYTES) {
    this.#most = most;
  }

  /** @returns {readonly Frame[]} by epoch, ascending; the last is the newest */
  get frames() {
    return this.#frames;
  }

  clear() {
    this.#frames = [];
    [this.#bytes, this.#stride, this.#added, this.#isPassing] = [0, 1, 0, false];
  }

  /** One of the same epoch takes the place of the last; one of an earlier epoch begins anew. @param {Frame} frame */
  add(frame) {
    const last = this.#frames.at(-1);
    if (last && frame.epoch < last.epoch) this.clear();
    else if (last && (this.#isPassing || frame.epoch === last.epoch)) this.#drop();
    this.#frames.push(frame);
    this.#bytes += bytesOf(frame);
    this.#isPassing = this.#added % this.#stride !== 0;
    this.#added += 1;
    if (this.#bytes > this.#most && this.#frames.length > 2) this.#thin();
  }

  #drop() {
    const dropped = this.#frames.pop();
    if (dropped) this.#bytes -= bytesOf(dropped);
  }

  /** Let go of every second frame, but of neither the first nor the newest. */
  #thin() {
    const { length } = this.#frames;
    this.#frames = this.#frames.filter((_, i) => i % 2 === 0 || i === length - 1);
    this.#bytes = this.#frames.reduce((sum, frame) => sum + bytesOf(frame), 0);
    this.#stride *= 2;
  }
}

/** @param {Frame} frame */
function bytesOf({ boundary, neurons, weights, gradients }) {
  const arrays = [boundary, ...gradients.map(({ W }) => W), ...neurons.map(({ maps }) => maps), ...weights.flatMap((tensors) => Object.values(tensors))];
  return arrays.reduce((sum, { values }) => sum + values.byteLength, FRAME_BYTES);
}
