/** The picture of the map as it is known now: what stands on its axes and in its legend, and the colours of its pixels. */

import { compact, filled, percent } from "../shared/readable.js";
import { axisTicks, valuesOf } from "./axis.js";
import { scaleOf } from "./colour-scale.js";
import { rampOf } from "./ramp.js";
import { answer } from "./record.js";
import { choiceOf, measureTitles, question, view } from "./state.js";

/** @typedef {import("./colour-scale.js").Measure} Measure */
/** @typedef {import("./colour-scale.js").ColourScale} ColourScale */
/** @typedef {import("./axis.js").Tick} Tick */
/** @typedef {{low: string, middle: string, high: string, none: string, best: string}} Words of a measure; {value} is the number there */
/** @typedef {{measures: Record<Measure, Words>, outcome: string, learned: string, stuck: string, diverged: string, edge: string}} AllWords */
/** @typedef {{drawn: import("./markup.js").Drawn, colouring: import("./painter.js").Colouring | null}} Figure colouring: null while there is nothing to colour */

/** Colours of which the bar of a legend is made. */
const STOPS = 32;
const LONGEST_NAME = 40;
/** What a value on the x axis takes at least, and a letter of it, in letters' sizes. */
const TICK = { room: 5.5, letter: 0.62 };

/**
 * @param {Measure} measure
 * @param {number} value
 * @returns {string} for a reader
 */
export const measured = (measure, value) => (measure === "accuracy" || measure === "dead" ? percent(value) : compact(value, 3));

/**
 * The words of what the page measures.
 * @param {AllWords} words
 * @returns {Words & {title: string}}
 */
export function wordsNow({ measures }) {
  const { measure } = question();
  return { ...measures[measure], title: measureTitles()[measure] };
}

/** @param {Tick[]} ticks @returns {number} letters of the longest */
export const longest = (ticks) => Math.max(0, ...ticks.map(({ text }) => text.length));

/** The values on both axes: those of the answer, or those that it will have. */
export function axisValues() {
  const { x, y } = question();
  const [across, up] = [x, y].map((axis) => valuesOf(axis, choiceOf(axis.vary)?.whole ?? false));
  return { x: answer()?.x ?? across, y: answer()?.y ?? up };
}

/**
 * @param {AllWords} words
 * @param {{width: number, height: number}} panel for whose size ticks are chosen
 * @param {number} letters
 * @returns {Figure}
 */
export function figureNow(words, panel, letters) {
  const asked = question();
  const values = axisValues();
  const known = answer();
  const isOutcome = view().shown === "outcome";
  const scale = known && !isOutcome ? scaleOf(asked.measure, known.maps.map((map) => map.values)) : null;
  const ramp = scale && rampOf(scale.kind);
  const axis = (/** @type {"x" | "y"} */ name, /** @type {(ticks: Tick[]) => number} */ room) => {
    const { vary, scale } = asked[name];
    const choice = choiceOf(vary);
    const ticks = (/** @type {number} */ most) => axisTicks(values[name], scale, choice?.whole ?? false, Math.max(2, Math.floor(most)));
    // long texts leave room for fewer
    return { title: choice?.title ?? vary, ticks: ticks(room(ticks(room([])))) };
  };
  return {
    drawn: {
      names: asked.activations.map((name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name)),
      x: axis("x", (ticks) => panel.width / (Math.max(TICK.room, TICK.letter * longest(ticks) + 1) * letters)),
      y: axis("y", () => panel.height / (2.5 * letters)),
      title: isOutcome ? words.outcome : wordsNow(words).title,
      bar: scale && ramp && barOf(asked.measure, wordsNow(words), scale, ramp),
      marks: marksOf(words, asked.measure, isOutcome),
    },
    colouring: isOutcome ? { kind: "outcome" } : scale && ramp && { kind: "measure", table: ramp.table, share: scale.share },
  };
}

/**
 * @param {Measure} measure
 * @param {Words} words
 * @param {ColourScale} scale
 * @param {import("./ramp.js").Ramp} ramp
 * @returns {import("./markup.js").Bar}
 */
function barOf(measure, { low, middle, high }, scale, ramp) {
  const halfway = scale.isLog ? Math.sqrt(scale.low * scale.high) : (scale.low + scale.high) / 2;
  const says = (/** @type {string} */ pattern, /** @type {number} */ value) => filled(pattern, { value: measured(measure, value) });
  return {
    stops: Array.from({ length: STOPS }, (_, i) => ramp.css(i / (STOPS - 1))),
    low: says(low, scale.low),
    middle: says(middle, halfway),
    high: says(high, scale.high),
  };
}

/**
 * @param {AllWords} words
 * @param {Measure} measure
 * @param {boolean} isOutcome
 * @returns {import("./markup.js").Mark[]}
 */
function marksOf({ measures, learned, stuck, diverged, edge }, measure, isOutcome) {
  /** @type {import("./markup.js").Mark[]} */
  const marks = [{ mark: "hatched", says: diverged }];
  if (isOutcome) marks.unshift({ mark: "learned", says: learned }, { mark: "stuck", says: stuck });
  else if (hasGaps()) marks.push({ mark: "dotted", says: measures[measure].none });
  if (view().edge) marks.push({ mark: "edge", says: edge });
  return marks;
}

/** Whether there are pixels without a value that did not diverge. */
const hasGaps = () => answer()?.maps.some(({ outcome, values }) => outcome.some((came, i) => came !== null && came !== "diverged" && Number.isNaN(values[i]))) ?? false;
