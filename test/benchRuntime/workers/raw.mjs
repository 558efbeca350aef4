// A worker by hand: waits in shared memory for its next task, and says in shared memory when it is done.
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { share } from "../tasks.mjs";

const { port, bell } = workerData;
let seen = 0;
for (;;) {
  Atomics.wait(bell, 0, seen);
  seen = Atomics.load(bell, 0);
  for (let entry = receiveMessageOnPort(port); entry !== undefined; entry = receiveMessageOnPort(port)) {
    const result = share(entry.message);
    if (result !== undefined) port.postMessage(result);
    Atomics.add(bell, 1, 1);
    Atomics.notify(bell, 1);
  }
}
