/** What is known of a map as CSV text, as the server writes it in app/playground/map/files.py: a pure function. */

import { csvText } from "../shared/csv.js";

/**
 * A line for each pixel that is known.
 * @param {import("./pixel-plan.js").Question} question
 * @param {import("./record.js").Answer} answer
 */
export function mapCsv({ x: across, y: up, activations }, { x, y, maps }) {
  const rows = maps.flatMap(({ values, outcome, columns }, map) =>
    outcome.flatMap((came, i) => {
      const value = values[i];
      return came === null ? [] : [[x[i % columns], y[Math.floor(i / columns)], activations[map], Number.isNaN(value) ? null : value, came]];
    }),
  );
  return csvText([[across.vary, up.vary, "activation", "value", "outcome"], ...rows]);
}
