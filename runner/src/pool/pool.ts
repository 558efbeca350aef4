// The one set of threads of a process: piscina owns them; each is attached once and then waits for calls on its bell.
// By import: what a test environment puts in the place of the global (jsdom, fake timers) keeps another time, and returns a number.
import { setTimeout } from "node:timers";
import { MessageChannel, type MessagePort, type Worker } from "node:worker_threads";
import { forgetMemory } from "../data/recycling.js";
import { announce, type Control } from "../schedule/control.js";
import { type Backend, idleTimeout } from "../settings.js";
import { state } from "../state.js";
import { loadPiscina, workerEntry } from "./locate.js";
import {
  type Attachment,
  BELL_WORDS,
  type CallMessage,
  CHILD,
  CHILD_READY,
  GONE,
  REQUESTS,
  type WarmMessage,
  WRITING,
} from "./protocol.js";

export interface Link {
  readonly number: number;
  readonly port: MessagePort;
  readonly bell: Int32Array;
  /** Calls that it was given and that have not ended. */
  calls: number;
  /** Known once the event loop has turned after the start. */
  thread: Worker | undefined;
}

/**
 * What is used of a piscina. The declarations of this package mention no other one: whoever compiles without `skipLibCheck` would
 * compile that, too, with settings that are not made for it.
 */
export interface Threads {
  readonly threads: readonly Worker[];
  run(task: unknown, options: { readonly transferList: MessagePort[] }): Promise<number>;
  destroy(): Promise<void>;
  on(event: "error" | "workerCreate", listener: () => void): unknown;
}

export interface Pool {
  readonly piscina: Threads;
  readonly links: Link[];
  /** Calls in flight, by id, so that the end of a thread wakes their waiters. */
  readonly calls: Map<number, Control>;
  /** Threads that already have a link; piscina gives further links to others. */
  readonly linked: Set<number>;
  started: number;
  /** Attachments that failed in a row. */
  failures: number;
  /** The most threads that a call has asked for. */
  wanted: number;
  /** When the threads were asked for last, by `performance.now()`. */
  usedAt: number;
}

/** After so many threads in a row that died while starting, no further one is tried. */
const MAX_FAILURES = 4;

/**
 * The links to a number of running or starting threads, which may be fewer where threads keep dying at their start.
 * @throws Error where there is no worker file or no piscina.
 */
export function links(threads: number): readonly Link[] {
  const pool = (state.pool as Pool | undefined) ?? (state.pool = startPool(threads));
  pool.usedAt = performance.now();
  pool.wanted = Math.max(pool.wanted, threads);
  fillUp(pool, threads);
  // Those with the least to do: calls that need few threads are spread over all.
  return pool.links
    .filter((link) => !isGone(link))
    .sort((a, b) => a.calls - b.calls)
    .slice(0, threads);
}

/** Whether threads, or processes, are already running, so that a call need not wait for their start. */
export function isWarm(backend: Backend = "threads"): boolean {
  const pool = state.pool as Pool | undefined;
  if (backend !== "processes") return pool !== undefined;
  return pool?.links.some(({ bell }) => Atomics.load(bell, CHILD) !== 0) ?? false;
}

/** Whether threads that have died are being replaced. */
export function isHealing(): boolean {
  const pool = state.pool as Pool | undefined;
  return pool !== undefined && pool.failures < MAX_FAILURES;
}

export function post(link: Link, message: CallMessage): void {
  link.calls++;
  link.port.postMessage(message);
  ring(link);
}

/** Has a worker look for what there is to do. */
export function ring({ bell }: Link): void {
  Atomics.add(bell, REQUESTS, 1);
  Atomics.notify(bell, REQUESTS);
}

/** Keeps the process running, for two seconds at most, until what kernels have printed is there. */
export function stayForOutput(links: readonly Link[], looks = 200): void {
  const printing = links.filter((link) => !isGone(link) && Atomics.load(link.bell, WRITING) !== 0);
  if (printing.length > 0 && looks > 0) setTimeout(() => stayForOutput(printing, looks - 1), 10);
}

export function isGone(link: Link): boolean {
  return Atomics.load(link.bell, GONE) !== 0;
}

/** The calls that the threads work for; undefined without threads, which may have been closed meanwhile. */
export function activeCalls(): Map<number, Control> | undefined {
  return (state.pool as Pool | undefined)?.calls;
}

/** Ends a thread that does not end by itself; the pool starts another one in its place. */
export function terminate(link: Link): void {
  // At once nothing more is given to it, also where the thread is not known yet, because the event loop has not turned.
  Atomics.store(link.bell, GONE, 1);
  if (Atomics.load(link.bell, CHILD) === 0) void link.thread?.terminate();
  else void endChildren([link], false).then(() => link.thread?.terminate());
}

/** Milliseconds between two looks at whether processes have ended, and how many looks there are. */
const [REAPING, REAPS] = [5, 200];

/**
 * Ends the processes of threads, which may be so busy that they hear nothing, and waits a second at most until the threads have
 * seen it: a process whose parent does not look stays in the system's list.
 * @param stays whether the process of the caller goes on for as long
 */
async function endChildren(links: readonly Link[], stays: boolean): Promise<void> {
  links.forEach(endChild);
  for (let look = 0; look < REAPS && links.some(({ bell }) => Atomics.load(bell, CHILD) !== 0); look++) {
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, REAPING);
      if (!stays) timer.unref();
    });
  }
}

/** Its thread notes that it is gone. */
function endChild({ bell }: Link): void {
  const child = Atomics.load(bell, CHILD);
  if (child === 0) return;
  try {
    process.kill(child, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

let endsChildren = false;

/** The processes that threads start end with this one, whatever they are doing. */
export function endChildrenAtExit(): void {
  if (endsChildren) return;
  endsChildren = true;
  process.on("exit", () => (state.pool as Pool | undefined)?.links.forEach(endChild));
}

/** Ends all threads. A later parallel call starts new ones. */
export async function close(): Promise<void> {
  const pool = state.pool as Pool | undefined;
  if (pool === undefined) return;
  state.pool = undefined;
  forgetMemory();
  for (const link of pool.links) retire(pool, link);
  await endChildren(pool.links, true);
  await pool.piscina.destroy();
}

/**
 * Starts the threads and waits until they listen, and so do their processes where calls will run in these.
 * @param threads how many
 */
export async function start(threads: number, backend: Backend): Promise<void> {
  const own = links(threads);
  const pool = state.pool as Pool;
  while (pool.links.some((link) => link.thread === undefined && !isGone(link))) await aMoment();
  if (backend !== "processes") return;
  endChildrenAtExit();
  for (const link of own) {
    link.port.postMessage({ kind: "warm" } satisfies WarmMessage);
    ring(link);
  }
  while (own.some((link) => Atomics.load(link.bell, CHILD_READY) === 0 && !isGone(link))) await aMoment();
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function startPool(threads: number): Pool {
  const PiscinaClass = loadPiscina();
  const linked = new Set<number>();
  const piscina = new PiscinaClass({
    filename: workerEntry(),
    // These are marked ready at once, so that a caller which never lets the event loop turn can hand them work.
    minThreads: threads,
    maxThreads: 1024,
    // Between calls a thread has no task of piscina's, and is still needed.
    idleTimeout: Number.POSITIVE_INFINITY,
    // A worker waits on our bell; a wait of piscina's own would never hear it.
    atomics: "disabled",
    recordTiming: false,
    ...(state.settings.resourceLimits === undefined ? {} : { resourceLimits: state.settings.resourceLimits }),
    loadBalancer: (_task, workers) => {
      const free = workers.find(({ id }) => !linked.has(id));
      if (free !== undefined) linked.add(free.id);
      return free ?? null;
    },
  });
  // A thread that dies between two calls is replaced; without a listener its error would end the process.
  piscina.on("error", () => {});
  const pool: Pool = { piscina, links: [], calls: new Map(), linked, started: 0, failures: 0, wanted: 0, usedAt: 0 };
  endWhenIdle(pool);
  // piscina has replaced a thread that died; it counts the new one among the ready ones only after this event.
  piscina.on("workerCreate", () => queueMicrotask(() => state.pool === pool && fillUp(pool, pool.wanted)));
  return pool;
}

/** Ends the threads once they have had nothing to do for a while: each holds some megabytes. */
function endWhenIdle(pool: Pool): void {
  const look = (): void => {
    if (state.pool !== pool) return;
    const left = pool.usedAt + idleTimeout() - performance.now();
    if (pool.calls.size === 0 && left <= 0) void close();
    // An idle time that is set later is noticed soon; one that is infinite is no delay that a timer knows.
    else setTimeout(look, Math.min(Math.max(left, 10), 1000)).unref();
  };
  setTimeout(look, Math.min(idleTimeout(), 1000)).unref();
}

function attach(pool: Pool): void {
  const { port1, port2 } = new MessageChannel();
  const bell = new Int32Array(new SharedArrayBuffer(4 * BELL_WORDS));
  const link: Link = { number: ++pool.started, port: port1, bell, calls: 0, thread: undefined };
  pool.links.push(link);
  const attachment: Attachment = {
    port: port2,
    bell,
    number: link.number,
    loaderHints: loaderHints(),
    entry: workerEntry(),
    heapMegabytes: state.settings.resourceLimits?.maxOldGenerationSizeMb,
  };
  pool.piscina.run(attachment, { transferList: [port2] }).then(
    (threadId) => {
      pool.failures = 0;
      link.thread = pool.piscina.threads.find((thread) => thread.threadId === threadId);
      const ended = isGone(link);
      if (link.thread === undefined) retire(pool, link);
      else link.thread.once("exit", () => retire(pool, link));
      if (ended) void link.thread?.terminate();
    },
    () => {
      pool.failures++;
      retire(pool, link);
    },
  );
}

/** Files whose neighbourhood may hold the TypeScript loader that this process runs under. */
function loaderHints(): string[] {
  const loaders = process.execArgv.join("\n").match(/[^\s=]*[\\/]tsx[\\/]dist[\\/][^\s]+/g) ?? [];
  return [...loaders, ...(process.argv[1] === undefined ? [] : [process.argv[1]])];
}

/** Gives so many threads a link each, in place of those that have ended; piscina starts threads where it has too few. */
function fillUp(pool: Pool, threads: number): void {
  for (let at = pool.links.length - 1; at >= 0; at--) if (isGone(pool.links[at]!)) pool.links.splice(at, 1);
  while (pool.links.length < threads && pool.failures < MAX_FAILURES) attach(pool);
}

function retire(pool: Pool, link: Link): void {
  Atomics.store(link.bell, GONE, 1);
  endChild(link);
  link.port.close();
  for (const control of pool.calls.values()) announce(control);
}
