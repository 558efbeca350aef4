import { test } from "vitest";
import { report } from "../src/report";

test("rows", async () => {
  await report();
});
