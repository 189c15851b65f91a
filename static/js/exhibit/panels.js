/** Figures of several panels on a narrow page: each below the one before. Pure functions of what the server drew. */

/** @typedef {import("../shared/plot.js").Figure} Figure */

/**
 * `figure` with a row for each of its panels.
 * @param {Figure} figure
 * @returns {Figure}
 */
export function stacked({ data, layout }) {
  const { panels, margin, gap, narrow } = layout.meta;
  const room = panels * narrow - margin.t - margin.b;
  const between = gap / room;
  const height = (1 - between * (panels - 1)) / panels;
  /** @type {Record<string, any>} */
  const axes = {};
  for (let panel = 0; panel < panels; panel++) {
    const [x, y] = ["xaxis", "yaxis"].map((name) => (panel === 0 ? name : `${name}${panel + 1}`));
    const top = 1 - panel * (height + between);
    axes[x] = { ...layout[x], domain: [0, 1] };
    axes[y] = { ...layout[y], domain: [Math.max(0, top - height), top] };
  }
  return { data, layout: { ...layout, ...axes, meta: { ...layout.meta, rows: panels, height: narrow } } };
}

/**
 * The lines that a reader needs to tell apart, each name once.
 * @param {Figure} figure
 * @returns {{name: string, colour: string, isDashed: boolean}[]}
 */
export function legend({ data }) {
  const named = data.filter((trace) => trace.name && trace.showlegend !== false && trace.type !== "heatmap");
  return named.map(({ name, line, marker }) => ({
    name,
    colour: String(line?.color ?? [marker?.color].flat()[0]),
    isDashed: line?.dash === "dash",
  }));
}
