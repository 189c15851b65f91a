/** Paints the chart of a race on a canvas, for a picture to take away. */

/** @typedef {import("./lanes-chart.js").Picture} Picture */
/** @typedef {{ink: string, soft: string, line: string}} Colours */
/** @typedef {{name: string, colour: string, line: import("./strokes.js").Line}} Lane */
/** @typedef {{picture: Picture, lanes: Lane[]}} Chart */

/** How long its pieces are, and the gaps between them. */
const DASHES = { solid: [], dashed: [9, 5], dotted: [2, 4] };

/**
 * @param {CanvasRenderingContext2D} context whose origin is the chart's corner
 * @param {Chart} chart
 * @param {Colours} page
 * @param {string} family of the font
 */
export function paintChart(context, { picture, lanes }, { ink, soft, line }, family) {
  const { box, across, up, target } = picture;
  context.font = `12px ${family}`;
  context.fillStyle = soft;
  context.textAlign = "center";
  for (const { at, text } of across) context.fillText(text, at, box.bottom + 15);
  context.textAlign = "right";
  for (const { at, text } of up) {
    context.fillText(text, box.left - 6, at + 4);
    stroke(context, `M${box.left} ${at}H${box.right}`, line, 1);
  }
  stroke(context, `M${box.left} ${target}H${box.right}`, ink, 1.5);
  context.textAlign = "left";
  picture.lanes.forEach(({ line: course, band, leader, label }, i) => {
    const { name, colour, line: pieces } = lanes[i];
    context.globalAlpha = 0.13;
    context.fillStyle = colour;
    context.fill(new Path2D(band));
    context.globalAlpha = 1;
    context.setLineDash(DASHES[pieces]);
    stroke(context, course, colour, 2.2);
    context.setLineDash([]);
    stroke(context, leader, colour, 1);
    context.fillStyle = ink;
    context.fillText(name, label.x, label.y + 4);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} path
 * @param {string} colour
 * @param {number} width
 */
function stroke(context, path, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(new Path2D(path));
}
