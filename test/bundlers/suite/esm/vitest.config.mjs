export default { test: { include: ["tests/*.vitest.ts"], testTimeout: 60_000 } };
