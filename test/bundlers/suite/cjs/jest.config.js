module.exports = {
  testTimeout: 60_000,
  testMatch: ["**/tests/*.jest.ts"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
};
