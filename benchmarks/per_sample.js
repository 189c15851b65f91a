// A small network learns as a browser would train it without a library: sample by sample, over typed arrays.
// node per_sample.js SECONDS 2 8 8 1: prints epochs per second; 250 samples of two classes, batches of 10, SGD, tanh.

const SAMPLES = 250;
const BATCH = 10;
const RATE = 0.03;

const [seconds, ...sizes] = process.argv.slice(2).map(Number);

/** Layers of weights, biases, their gradients, and what a sample makes of them. */
const layers = sizes.slice(1).map((units, number) => {
  const inputs = sizes[number];
  return {
    inputs,
    units,
    isLast: number === sizes.length - 2,
    weights: Float64Array.from({ length: inputs * units }, () => (Math.random() * 2 - 1) / Math.sqrt(inputs)),
    biases: new Float64Array(units),
    ofWeights: new Float64Array(inputs * units),
    ofBiases: new Float64Array(units),
    outputs: new Float64Array(units),
    errors: new Float64Array(units),
  };
});
const points = Float64Array.from({ length: SAMPLES * 2 }, () => Math.random() * 12 - 6);
const classes = Float64Array.from({ length: SAMPLES }, (_, i) => Number(Math.hypot(points[2 * i], points[2 * i + 1]) < 3.5));
const order = Uint32Array.from({ length: SAMPLES }, (_, i) => i);
const input = new Float64Array(2);

function forward() {
  let values = input;
  for (const layer of layers) {
    for (let unit = 0; unit < layer.units; unit++) {
      let sum = layer.biases[unit];
      const start = unit * layer.inputs;
      for (let i = 0; i < layer.inputs; i++) sum += layer.weights[start + i] * values[i];
      layer.outputs[unit] = layer.isLast ? sum : Math.tanh(sum);
    }
    values = layer.outputs;
  }
}

function backward(label) {
  const last = layers[layers.length - 1];
  last.errors[0] = 1 / (1 + Math.exp(-last.outputs[0])) - label;
  for (let number = layers.length - 1; number >= 0; number--) {
    const layer = layers[number];
    const before = number > 0 ? layers[number - 1] : null;
    const values = before ? before.outputs : input;
    if (before) before.errors.fill(0);
    for (let unit = 0; unit < layer.units; unit++) {
      const error = layer.errors[unit];
      const start = unit * layer.inputs;
      layer.ofBiases[unit] += error;
      for (let i = 0; i < layer.inputs; i++) {
        layer.ofWeights[start + i] += error * values[i];
        if (before) before.errors[i] += error * layer.weights[start + i];
      }
    }
    if (before) for (let i = 0; i < before.units; i++) before.errors[i] *= 1 - before.outputs[i] * before.outputs[i];
  }
}

function update(parameters, gradient, count) {
  for (let i = 0; i < parameters.length; i++) {
    parameters[i] -= (RATE * gradient[i]) / count;
    gradient[i] = 0;
  }
}

function epoch() {
  for (let i = SAMPLES - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  for (let start = 0; start < SAMPLES; start += BATCH) {
    for (let i = start; i < start + BATCH; i++) {
      input[0] = points[2 * order[i]];
      input[1] = points[2 * order[i] + 1];
      forward();
      backward(classes[order[i]]);
    }
    for (const layer of layers) {
      update(layer.weights, layer.ofWeights, BATCH);
      update(layer.biases, layer.ofBiases, BATCH);
    }
  }
}

for (let i = 0; i < 200; i++) epoch(); // until it is compiled
const began = performance.now();
let epochs = 0;
while (performance.now() - began < 1000 * seconds) {
  epoch();
  epochs++;
}
process.stdout.write(String(epochs / ((performance.now() - began) / 1000)));
