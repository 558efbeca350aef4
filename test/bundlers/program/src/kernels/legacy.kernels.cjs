// A kernel module in CommonJS.
const { isMainThread } = require("node:worker_threads");
const { registerKernels } = require("@loopsmith/runner");

function sum(item, { term }) {
  return { value: item + term, isMain: isMainThread };
}

module.exports = { sum };

registerKernels(__filename, { sum });
