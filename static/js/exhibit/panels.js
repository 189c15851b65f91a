/** Figures of several panels, of which a narrow page shows one at a time. Pure functions of what the server drew. */

/** @typedef {import("../shared/plot.js").Figure} Figure */

/** @typedef {{title: string, caption: string}} Caption */

/**
 * One of the panels of `figure`, over its whole width.
 * @param {Figure} figure
 * @param {number} panel its number, from 0
 * @returns {Figure}
 */
export function alone({ data, layout }, panel) {
  const [x, y] = axesOf(panel);
  const isOwn = (/** @type {Record<string, any>} */ part) => String(part.xref).split(" ")[0] === x && String(part.yref).split(" ")[0] === y;
  const others = Object.entries(layout).filter(([name]) => !/^[xy]axis\d*$/.test(name));
  const [along, up] = [x, y].map((name) => name.replace(/^[xy]/, "$&axis"));
  // an axis that another one was to follow stands for itself
  const axes = Object.fromEntries([along, up].map((name) => [name, { ...layout[name], domain: [0, 1], matches: undefined }]));
  const parts = Object.fromEntries(["annotations", "shapes"].map((name) => [name, (layout[name] ?? []).filter(isOwn)]));
  const meta = { ...layout.meta, rows: 1, panels: 1, height: layout.meta.narrow };
  return { data: data.filter((trace) => trace.xaxis === x && trace.yaxis === y), layout: { ...Object.fromEntries(others), ...axes, ...parts, meta } };
}

/**
 * The title of each panel, and what is to be seen there.
 * @param {Figure} figure
 * @returns {Caption[]}
 */
export function captions({ layout }) {
  const titles = new Map(layout.annotations.map((/** @type {any} */ note) => [note.yref, note]).reverse());
  return layout.meta.captions.map((/** @type {string} */ caption, /** @type {number} */ panel) => {
    const title = titles.get(`${axesOf(panel)[1]} domain`)?.text ?? "";
    return { title: title.replace(/<[^>]*>/g, ""), caption };
  });
}

/** @param {number} panel @returns {[string, string]} Plotly's names of its axes */
const axesOf = (panel) => (panel === 0 ? ["x", "y"] : [`x${panel + 1}`, `y${panel + 1}`]);

/**
 * The lines that a reader needs to tell apart. A panel alone has those of the whole figure that look as something in it
 * does: a colour means the same in all panels, and is named in one.
 * @param {Figure} figure as it is drawn: the whole, or a panel of it
 * @param {Figure} whole
 * @returns {{name: string, colour: string, isDashed: boolean}[]}
 */
export function legend(figure, whole) {
  const looks = new Set(figure.data.map((trace) => JSON.stringify(lookOf(trace))));
  const named = whole.data.filter((trace) => trace.name && trace.showlegend !== false && trace.type !== "heatmap");
  return named.filter((trace) => looks.has(JSON.stringify(lookOf(trace)))).map((trace) => ({ name: trace.name, ...lookOf(trace) }));
}

/** @param {Record<string, any>} trace */
const lookOf = ({ line, marker }) => ({ colour: String(line?.color ?? [marker?.color].flat()[0]), isDashed: line?.dash === "dash" });
