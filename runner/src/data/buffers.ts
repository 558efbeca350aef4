// How typed arrays cross: their buffers lie in shared memory once, and each view is written as a place in one of them.
import v8 from "node:v8";
import { copyForReading, copyForWriting } from "./recycling.js";
import type { Survey } from "./travel.js";

/** The types of views by the number that stands for them in the packed form. */
export const viewTypes = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
] as const;

export interface PackedBuffers {
  /** The shared memory of each buffer, as long as the buffer, so that byte offsets stay what they were. */
  readonly memory: readonly SharedArrayBuffer[];
  /** Buffers whose kernel must see a genuine ArrayBuffer, because they are reachable as themselves. */
  readonly genuine: readonly boolean[];
}

/**
 * Puts the buffers of a survey into shared memory. Those that are shared already are used as they are, unless
 * workers write into them: what they write must not be seen before the call has succeeded.
 * @param staged buffers that need a copy of their own
 */
export function packBuffers(survey: Survey, staged: ReadonlySet<ArrayBufferLike>) {
  const numbers = new Map<ArrayBufferLike, number>();
  const memory: SharedArrayBuffer[] = [];
  const genuine: boolean[] = [];
  for (const buffer of survey.buffers) {
    numbers.set(buffer, memory.length);
    if (buffer instanceof SharedArrayBuffer && !staged.has(buffer)) memory.push(buffer);
    else memory.push(staged.has(buffer) ? copyForWriting(buffer) : copyForReading(buffer));
    genuine.push(survey.bareBuffers.has(buffer as ArrayBuffer));
  }
  return { numbers, packed: { memory, genuine } satisfies PackedBuffers };
}

class ViewSerializer extends v8.Serializer {
  readonly numbers: ReadonlyMap<ArrayBufferLike, number>;

  constructor(numbers: ReadonlyMap<ArrayBufferLike, number>) {
    super();
    this.numbers = numbers;
    for (const [buffer, number] of numbers) {
      if (buffer instanceof ArrayBuffer) this.transferArrayBuffer(number, buffer);
    }
    // @ts-expect-error Node's own DefaultSerializer calls it; the type declarations leave it out.
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view: ArrayBufferView): void {
    this.writeUint32(viewTypes.findIndex((type) => view instanceof type));
    this.writeUint32(this.numbers.get(view.buffer)!);
    this.writeDouble(view.byteOffset);
    this.writeDouble("length" in view ? (view.length as number) : view.byteLength);
  }

  _getSharedArrayBufferId(buffer: SharedArrayBuffer): number {
    return this.numbers.get(buffer)!;
  }
}

export type ViewConstructor = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => ArrayBufferView;

class ViewDeserializer extends v8.Deserializer {
  readonly buffers: readonly ArrayBufferLike[];

  constructor(bytes: Uint8Array, buffers: readonly ArrayBufferLike[]) {
    super(bytes);
    this.buffers = buffers;
    // The type declarations know only one of the two kinds of buffer that Node takes here.
    for (const [number, buffer] of buffers.entries()) this.transferArrayBuffer(number, buffer as ArrayBuffer);
  }

  _readHostObject(): ArrayBufferView {
    // One of several constructors of the same shape, which the compiler does not see as one.
    const type = viewTypes[this.readUint32()]! as unknown as ViewConstructor;
    const buffer = this.buffers[this.readUint32()]!;
    const offset = this.readDouble();
    return new type(buffer, offset, this.readDouble());
  }
}

/** Serializes a value whose buffers have numbers. @throws what v8 throws for a value that it cannot clone. */
export function serialize(value: unknown, numbers: ReadonlyMap<ArrayBufferLike, number>): Uint8Array {
  const serializer = new ViewSerializer(numbers);
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

export function deserialize(bytes: Uint8Array, buffers: readonly ArrayBufferLike[]): unknown {
  const deserializer = new ViewDeserializer(bytes, buffers);
  deserializer.readHeader();
  return deserializer.readValue();
}

/** The buffers as a kernel sees them: shared memory, or a genuine copy where the buffer itself is looked at. */
export function unpackBuffers({ memory, genuine }: PackedBuffers): ArrayBufferLike[] {
  return memory.map((shared, number) => {
    if (genuine[number] !== true) return shared;
    const copy = new ArrayBuffer(shared.byteLength);
    new Uint8Array(copy).set(new Uint8Array(shared));
    return copy;
  });
}
