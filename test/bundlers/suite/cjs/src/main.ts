// The program, run by itself.
import { report } from "./report";

void report();
