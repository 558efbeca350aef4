import { report } from "../src/report.ts";

test("rows", async () => {
  await report();
});
