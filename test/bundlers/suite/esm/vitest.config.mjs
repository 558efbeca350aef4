export default { test: { include: ["tests/*.vitest.ts"] } };
