/** A figure of the server in the colours and letters of the page: pure functions. */

/** @typedef {import("./plot.js").Figure} Figure */
/**
 * @typedef {{ink: string, line: string, panel: string, letters: number, colours: Map<string, string>, maps: Map<string, string>}} Looks
 *   letters: their size in CSS pixels; colours, maps: what takes the place of each that the server draws in, in a map of others
 */

/** The size of letters for which the server leaves margins. */
const USUAL_LETTERS = 12;

/**
 * The height that a figure of panels in rows needs, or one whose axes have one scale.
 * @param {Figure} figure
 * @param {number} [width] that it has
 * @returns {number | undefined} CSS pixels; of another figure none
 */
export function heightOf({ layout }, width = 0) {
  const { margin, meta } = layout;
  if (meta?.ratio) return margin.t + margin.b + meta.ratio * (width - margin.l - margin.r);
  return meta?.rows && meta.rows * meta.height;
}

/**
 * `figure` with larger letters, and the margins that these need.
 * @param {Figure} figure
 * @param {number} letters
 * @returns {Figure}
 */
export function lettered({ data, layout }, letters) {
  const scale = letters / USUAL_LETTERS;
  if (scale === 1) return { data, layout };
  const enlarge = (/** @type {Record<string, any>} */ part) => mapped(part, (value, name) => (name.endsWith("font") ? { ...value, size: scale * (value.size ?? USUAL_LETTERS) } : undefined));
  const margin = Object.fromEntries(Object.entries(layout.margin).map(([side, width]) => [side, Math.round(scale * width)]));
  return { data: data.map(enlarge), layout: { ...enlarge(layout), margin, font: { ...layout.font, size: letters } } };
}

/**
 * `data` in the page's colours.
 * @param {Record<string, any>[]} data
 * @param {Looks} looks
 * @returns {Record<string, any>[]}
 */
export function recoloured(data, { colours, maps }) {
  const changed = (/** @type {any} */ value, /** @type {string} */ name) => (name === "colorscale" ? maps : colours).get(String(value).toLowerCase());
  return data.map((trace) => mapped(trace, (value, name) => (typeof value === "string" ? changed(value, name) : undefined)));
}

/**
 * The layout in the page's looks; a reader zooms along x alone, as y follows the curves.
 * @param {Record<string, any>} layout
 * @param {Looks} looks
 * @returns {Record<string, any>}
 */
export function layoutIn(layout, { ink, line, panel, letters }) {
  /** @type {Record<string, any>} */
  const themed = { ...layout, showlegend: false };
  // Plotly draws its hover line in contrast to the background, which it must therefore know
  Object.assign(themed, { paper_bgcolor: panel, plot_bgcolor: panel });
  themed.font = { ...layout.font, color: ink };
  // names are long, and cut names tell nothing
  themed.hoverlabel = { bgcolor: panel, bordercolor: line, align: "left", namelength: -1, font: { color: ink, size: letters } };
  for (const name of Object.keys(layout).filter((key) => key.includes("axis"))) {
    themed[name] = { ...layout[name], gridcolor: line, zerolinecolor: ink, spikecolor: ink };
    if (name.startsWith("yaxis")) themed[name].fixedrange = true;
  }
  return themed;
}

/**
 * A copy of `value` with what `change` makes of its parts, however deep; numbers are left alone, as there are many.
 * @param {any} value
 * @param {(value: any, name: string) => any} change undefined where a part stays, and its own parts are looked at
 * @param {string} [name] of `value`
 * @returns {any}
 */
function mapped(value, change, name = "") {
  const changed = change(value, name);
  if (changed !== undefined) return changed;
  if (Array.isArray(value)) return [value[0], value.at(-1)].every(Number.isFinite) ? value : value.map((part) => mapped(part, change, name));
  if (value === null || typeof value !== "object" || "bdata" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapped(part, change, key)]));
}
