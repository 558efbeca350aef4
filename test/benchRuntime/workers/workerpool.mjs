// The worker of workerpool.
import workerpool from "workerpool";
import { one, share } from "../tasks.mjs";

workerpool.worker({ one, share });
