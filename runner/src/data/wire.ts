// Values on their way to another process, which shares no memory with this one: what lies in shared memory travels as bytes.
import v8 from "node:v8";
import { type ViewConstructor, viewTypes } from "./buffers.js";
import type { Packed } from "./pack.js";

class WireSerializer extends v8.Serializer {
  readonly memory: SharedArrayBuffer[] = [];

  constructor() {
    super();
    // V8 itself writes shared memory as a number that Node has no way to read again.
    // @ts-expect-error Node's own DefaultSerializer calls it; the type declarations leave it out.
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view: ArrayBufferView): void {
    const { buffer } = view;
    const isShared = buffer instanceof SharedArrayBuffer;
    this.writeUint32(viewTypes.findIndex((type) => view instanceof type));
    this.writeUint32(isShared ? 1 + this.#numberOf(buffer) : 0);
    if (!isShared) this.writeValue(buffer);
    this.writeDouble(view.byteOffset);
    this.writeDouble("length" in view ? (view.length as number) : view.byteLength);
  }

  #numberOf(buffer: SharedArrayBuffer): number {
    const known = this.memory.indexOf(buffer);
    return known === -1 ? this.memory.push(buffer) - 1 : known;
  }
}

class WireDeserializer extends v8.Deserializer {
  readonly memory: readonly SharedArrayBuffer[];

  constructor(bytes: Uint8Array, memory: readonly SharedArrayBuffer[]) {
    super(bytes);
    this.memory = memory;
  }

  _readHostObject(): ArrayBufferView {
    // One of several constructors of the same shape, which the compiler does not see as one.
    const type = viewTypes[this.readUint32()]! as unknown as ViewConstructor;
    const number = this.readUint32();
    const buffer = number === 0 ? (this.readValue() as ArrayBuffer) : this.memory[number - 1]!;
    const offset = this.readDouble();
    return new type(buffer, offset, this.readDouble());
  }
}

/**
 * Serializes a value with the contents of all shared memory that its views are of. Views of one buffer stay views of one buffer.
 * O(bytes).
 * @throws what v8 throws for a value that it cannot clone
 */
export function encodeWire(value: unknown): Uint8Array {
  const body = new WireSerializer();
  body.writeHeader();
  body.writeValue(value);
  const { memory } = body;
  const bytes = body.releaseBuffer();
  const lengths = Float64Array.from([memory.length, ...memory.map(({ byteLength }) => byteLength)]);
  const all = new Uint8Array(lengths.byteLength + memory.reduce((sum, one) => sum + one.byteLength, bytes.length));
  all.set(new Uint8Array(lengths.buffer));
  let place = lengths.byteLength;
  for (const one of memory) {
    all.set(new Uint8Array(one), place);
    place += one.byteLength;
  }
  all.set(bytes, place);
  return all;
}

/** The value again, on memory of this process: shared, as kernels in threads have it. */
export function decodeWire(bytes: Uint8Array): unknown {
  // Both sides run on one machine, so that the order of bytes is the machine's. The message may lie anywhere in what came.
  const words = (end: number): Float64Array => new Float64Array(bytes.slice(0, 8 * end).buffer);
  const count = words(1)[0]!;
  let place = 8 * (1 + count);
  const memory: SharedArrayBuffer[] = [];
  for (const length of words(1 + count).subarray(1)) {
    const buffer = new SharedArrayBuffer(length);
    new Uint8Array(buffer).set(bytes.subarray(place, place + length));
    memory.push(buffer);
    place += length;
  }
  const body = new WireDeserializer(bytes.subarray(place), memory);
  body.readHeader();
  return body.readValue();
}

/** A packed call as it goes over the wire: bare shared memory as views, which is the only way to write it. */
export interface WirePacked extends Omit<Packed, "buffers"> {
  readonly memory: readonly Uint8Array[];
  readonly genuine: readonly boolean[];
}

export function toWire({ buffers, ...packed }: Packed): WirePacked {
  return { ...packed, memory: buffers.memory.map((buffer) => new Uint8Array(buffer)), genuine: buffers.genuine };
}

export function fromWire({ memory, genuine, ...packed }: WirePacked): Packed {
  return { ...packed, buffers: { memory: memory.map(({ buffer }) => buffer as SharedArrayBuffer), genuine } };
}
