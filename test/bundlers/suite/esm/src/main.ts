// The program, run by itself.
import { report } from "./report.ts";

await report();
