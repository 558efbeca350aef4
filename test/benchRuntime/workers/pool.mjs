// The worker of piscina and tinypool: a module whose default export is the task.
import { one, share } from "../tasks.mjs";

export default (task) => ("counter" in task ? share(task) : one(task));
