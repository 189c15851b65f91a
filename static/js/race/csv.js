/** The results of a race as CSV text: pure functions of the server's report. */

import { csvText } from "../shared/csv.js";

/** @typedef {import("./messages").Standing} Standing */

const COLUMNS = /** @type {[string, (lane: Standing) => unknown][]} */ ([
  ["activation", (lane) => lane.activation],
  ["solved", (lane) => lane.solved],
  ["seeds", (lane) => lane.seeds],
  ["epochs_median", (lane) => lane.epochs_to_target.median],
  ["epochs_low", (lane) => lane.epochs_to_target.low],
  ["epochs_high", (lane) => lane.epochs_to_target.high],
  ["accuracy_median", (lane) => lane.final_accuracy?.median],
  ["accuracy_q1", (lane) => lane.final_accuracy?.q1],
  ["accuracy_q3", (lane) => lane.final_accuracy?.q3],
  ["loss_median", (lane) => lane.final_loss.median],
  ["loss_q1", (lane) => lane.final_loss.q1],
  ["loss_q3", (lane) => lane.final_loss.q3],
  ["seconds_per_epoch", (lane) => lane.seconds_per_epoch],
  ["dead", (lane) => lane.dead],
  ["gradient_ratio", (lane) => lane.gradient_ratio],
  ["lr", (lane) => lane.lr],
]);

/**
 * A line for each lane.
 * @param {Standing[]} lanes
 */
export function tableCsv(lanes) {
  return csvText([COLUMNS.map(([name]) => name), ...lanes.map((lane) => COLUMNS.map(([, value]) => value(lane)))]);
}

/**
 * A line for each lane, seed and epoch.
 * @param {{lanes: {activation: string, history: import("./messages").History}[], scored_on: string}} report
 * @param {number} first seed
 */
export function historyCsv({ lanes, scored_on: on }, first) {
  const rows = lanes.flatMap(({ activation, history }) =>
    history.loss.flatMap((losses, i) =>
      losses.map((loss, epoch) => [activation, first + i, epoch, ...(history.accuracy ? [history.accuracy[i][epoch]] : []), loss]),
    ),
  );
  const accuracy = lanes[0]?.history.accuracy ? [`${on}_accuracy`] : [];
  return csvText([["activation", "seed", "epoch", ...accuracy, `${on}_loss`], ...rows]);
}
