// The live-ins of a loop as bytes and back: shared references, cycles and several views over one buffer stay what they are.
import fs from "node:fs";
import path from "node:path";
import { types } from "node:util";
import { type KnownClasses, type Repair, repair, survey } from "./capture.js";
import { shapeOf } from "./describe.js";
import { type Layout, layOut, layoutOf } from "./layout.js";
import { deserializerClass, serializerClass } from "./views.js";

/** The part of a recording that is written as JSON, in a file of its own; its coming into being says that the rest is there. */
export type RecordingHeader =
  | {
      readonly status: "recorded";
      readonly shapes: readonly { readonly name: string; readonly shape: string }[];
      /** Bytes of the serialized values, without the memory under typed arrays. */
      readonly payloadBytes: number;
      /** The memory under typed arrays, each once; it follows the payload in this order. */
      readonly buffers: readonly { readonly shared: boolean; readonly bytes: number }[];
      /** Names of the classes of which there are instances, each once. */
      readonly classes: readonly string[];
    }
  | { readonly status: "failed"; readonly message: string; readonly help: string };

export interface Recording {
  readonly header: Extract<RecordingHeader, { status: "recorded" }>;
  readonly payload: Uint8Array;
  readonly memory: readonly Uint8Array[];
}

const HEADER_FILE = "recording.json";
const VALUES_FILE = "recording.bin";

/**
 * Turns live-ins into a recording, or says in a sentence what cannot be recorded. Never throws for a value of the user's.
 * @param known classes whose instances can be recorded
 */
export function encode(
  liveIns: Readonly<Record<string, unknown>>,
  known: KnownClasses = new Map(),
): Recording | Extract<RecordingHeader, { status: "failed" }> {
  const { obstacles, repairs, buffers, visited } = survey(liveIns, known);
  if (0 < obstacles.length) {
    return {
      status: "failed",
      message: `The loop's inputs cannot be recorded: ${obstacles.join("; ")}.`,
      help: "Give the loop plain data: numbers, strings, arrays, typed arrays, plain objects, Map and Set; or instances of a class without # fields, at the top of a module that does no more than to declare.",
    };
  }
  try {
    const serializer = new (serializerClass(buffers))();
    serializer.writeHeader();
    serializer.writeValue({ liveIns, repairs, layout: layoutOf(visited, known) } satisfies Written);
    const payload = serializer.releaseBuffer();
    const shapes = Object.entries(liveIns).map(([name, value]) => ({ name, shape: shapeOf(value) }));
    const memory = buffers.map((buffer) => new Uint8Array(buffer));
    const kinds = buffers.map((buffer) => ({ shared: types.isSharedArrayBuffer(buffer), bytes: buffer.byteLength }));
    const classes = [...new Set(repairs.flatMap((entry) => (entry.kind === "class" ? [entry.name] : [])))];
    const header = { status: "recorded", shapes, payloadBytes: payload.length, buffers: kinds, classes } as const;
    return { header, payload, memory };
  } catch (error) {
    return {
      status: "failed",
      message: `The loop's inputs cannot be recorded: ${error instanceof Error ? error.message : String(error)}.`,
      help: "Run the command with a smaller input, or give the loop plain data only.",
    };
  }
}

/**
 * A fresh copy of the recorded live-ins; no two calls share an object, `SharedArrayBuffer`s included.
 * @param prototypes of the recorded classes, by the names that the header gives
 * @throws Error where one of them is missing
 */
export function decode(
  { header, payload, memory }: Recording,
  prototypes: ReadonlyMap<string, object> = new Map(),
): Record<string, unknown> {
  const buffers = memory.map((bytes, id) => {
    const buffer = header.buffers[id]!.shared ? new SharedArrayBuffer(bytes.length) : new ArrayBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  });
  const deserializer = new (deserializerClass(buffers))(payload);
  deserializer.readHeader();
  const { liveIns, repairs, layout } = deserializer.readValue() as Written;
  layOut(liveIns, layout, prototypes);
  repair(repairs, prototypes);
  return liveIns;
}

/** What a recording serializes in one piece, so that the parts refer to the same objects. */
interface Written {
  readonly liveIns: Record<string, unknown>;
  readonly repairs: readonly Repair[];
  readonly layout: Layout;
}

/**
 * Writes a recording, or why there is none, into a folder. The header comes last and by renaming, so that a reader never
 * sees half of it, whenever the process is killed.
 * @throws the file system's error, such as `ENOSPC`.
 */
export function writeRecording(
  folder: string,
  recording: Recording | Extract<RecordingHeader, { status: "failed" }>,
): void {
  const header = "status" in recording ? recording : recording.header;
  const own = `${process.pid}-${process.hrtime.bigint()}`;
  if (!("status" in recording)) {
    const values = path.join(folder, `${own}.bin`);
    const file = fs.openSync(values, "w");
    try {
      for (const bytes of [recording.payload, ...recording.memory]) writeAll(file, bytes);
    } catch (error) {
      // On a full disk, so that there is room to say so.
      fs.rmSync(values, { force: true });
      throw error;
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(values, path.join(folder, VALUES_FILE));
  }
  const text = path.join(folder, `${own}.json`);
  fs.writeFileSync(text, JSON.stringify(header));
  fs.renameSync(text, path.join(folder, HEADER_FILE));
}

/** The header in a folder, or undefined while there is none. */
export function readHeader(folder: string): RecordingHeader | undefined {
  const file = path.join(folder, HEADER_FILE);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as RecordingHeader) : undefined;
}

/** @throws Error when the folder holds no complete recording. */
export function readRecording(folder: string): Recording {
  const header = readHeader(folder);
  if (header?.status !== "recorded") throw new Error("There is no recording of the loop's inputs.");
  const file = fs.openSync(path.join(folder, VALUES_FILE), "r");
  try {
    const read = (bytes: number) => readAll(file, bytes);
    return { header, payload: read(header.payloadBytes), memory: header.buffers.map(({ bytes }) => read(bytes)) };
  } finally {
    fs.closeSync(file);
  }
}

// Both loops are needed: one call moves at most two gigabytes.
function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    done += fs.writeSync(file, bytes, done, Math.min(bytes.length - done, 1 << 30));
  }
}

function readAll(file: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = fs.readSync(file, bytes, done, Math.min(length - done, 1 << 30), null);
    if (read === 0) throw new Error("The recording of the loop's inputs is shorter than it says.");
    done += read;
  }
  return bytes;
}
