// The worker of threads.js.
import { expose } from "threads/worker";
import { one, share } from "../tasks.mjs";

expose({ one, share });
