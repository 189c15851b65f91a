/** Curves of the API as strokes of a pen that is lifted where they jump: pure functions. */

/** @typedef {{x: number, value: (number | null)[], derivative?: (number | null)[]}} Kink both sides of a jump */
/** @typedef {[number, number][]} Stroke points (x, y) to be joined */

/**
 * @param {number[]} x ascending
 * @param {(number | null)[]} y null where it is not finite
 * @param {Kink[]} kinks
 * @param {"value" | "derivative"} order which of a kink's quantities `y` is
 * @returns {Stroke[]}
 */
export function strokes(x, y, kinks, order) {
  const jumps = kinks.map((kink) => ({ x: kink.x, sides: kink[order] ?? [] })).filter(({ sides: [left, right] }) => left !== right);
  /** @type {Stroke[]} */
  const drawn = [];
  /** @type {Stroke} */
  let stroke = [];
  const lift = () => {
    if (stroke.length > 1) drawn.push(stroke);
    stroke = [];
  };
  let next = 0;
  for (let i = 0; i < x.length; i++) {
    const value = y[i];
    while (next < jumps.length && jumps[next].x <= x[i]) {
      const { x: at, sides } = jumps[next++];
      if (typeof sides[0] === "number") stroke.push([at, sides[0]]);
      lift();
      if (typeof sides[1] === "number") stroke.push([at, sides[1]]);
    }
    const isJump = jumps[next - 1]?.x === x[i];
    if (value === null) lift();
    else if (!isJump) stroke.push([x[i], value]);
  }
  lift();
  return drawn;
}

/**
 * The size of a function's values, on average where a histogram has its points.
 * @param {number[]} x ascending, evenly spaced over the reach of the histogram
 * @param {(number | null)[]} y
 * @param {number[]} counts of the histogram's bins over the same window
 * @returns {number | null} null where no point lies on the curve
 */
export function meanSize(x, y, counts) {
  let [sum, total] = [0, 0];
  counts.forEach((count, bin) => {
    const value = y[Math.round(((bin + 0.5) / counts.length) * (x.length - 1))];
    if (count === 0 || value === null) return;
    sum += count * Math.abs(value);
    total += count;
  });
  return total > 0 ? sum / total : null;
}

/**
 * A tidy range for an axis around some strokes, 0 included.
 * @param {Stroke[]} drawn
 * @returns {[number, number]}
 */
export function rangeOf(drawn) {
  const values = drawn.flat().map(([, y]) => y);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  return [low - 0.08 * span, high + 0.08 * span];
}
