// The worker of poolifier.
import { ThreadWorker } from "poolifier";
import { one, share } from "../tasks.mjs";

export default new ThreadWorker({ one, share });
