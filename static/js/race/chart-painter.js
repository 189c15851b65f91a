/** Paints the chart of a race on a canvas, for a picture to take away. */

/** @typedef {import("./lanes-chart.js").Picture} Picture */
/** @typedef {{ink: string, soft: string, line: string}} Colours */
/** @typedef {{picture: Picture, names: string[], colours: string[]}} Chart with a name and a colour for each lane */

/**
 * @param {CanvasRenderingContext2D} context whose origin is the chart's corner
 * @param {Chart} chart
 * @param {Colours} page
 * @param {string} family of the font
 */
export function paintChart(context, { picture, names, colours }, { ink, soft, line }, family) {
  const { box, across, up, target, lanes } = picture;
  context.font = `12px ${family}`;
  context.fillStyle = soft;
  context.textAlign = "center";
  for (const { at, text } of across) context.fillText(text, at, box.bottom + 15);
  context.textAlign = "right";
  for (const { at, text } of up) {
    context.fillText(text, box.left - 6, at + 4);
    stroke(context, `M${box.left} ${at}H${box.right}`, line, 1);
  }
  context.setLineDash([2, 4]);
  stroke(context, `M${box.left} ${target}H${box.right}`, ink, 1.5);
  context.setLineDash([]);
  context.textAlign = "left";
  lanes.forEach(({ line: course, band, leader, label }, i) => {
    context.globalAlpha = 0.13;
    context.fillStyle = colours[i];
    context.fill(new Path2D(band));
    context.globalAlpha = 1;
    stroke(context, course, colours[i], 2.2);
    stroke(context, leader, colours[i], 1);
    context.fillStyle = ink;
    context.fillText(names[i], label.x, label.y + 4);
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
