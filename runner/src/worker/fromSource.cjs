// The worker's entry while the package runs from its sources: a thread does not inherit the whole TypeScript loader.
if (!(".ts" in require.extensions)) require("tsx/cjs/api").register();
module.exports = require("./main.ts").default;
