// Typed arrays in a recording: references into numbered buffers, so that views over one buffer stay over one buffer.
import { types } from "node:util";
import v8 from "node:v8";

const viewClasses = [
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
] as const;
/** Numbers of the two classes of views that are made differently. */
const DATA_VIEW = viewClasses.length;
const NODE_BUFFER = viewClasses.length + 1;

/**
 * Node's default serializer writes each typed array as a value of its own and so tears apart views that lie over one buffer;
 * V8's own way cannot read shared memory back. So a view is written as a reference: its class, the number of its buffer,
 * where it begins and how long it is.
 */
export function serializerClass(buffers: readonly ArrayBufferLike[]): new () => v8.Serializer {
  const ids = new Map(buffers.map((buffer, id) => [buffer, id]));
  return class extends v8.DefaultSerializer {
    constructor() {
      super();
      for (const [buffer, id] of ids)
        if (types.isArrayBuffer(buffer)) this.transferArrayBuffer(id, buffer as ArrayBuffer);
    }
    _writeHostObject(view: ArrayBufferView): void {
      this.writeUint32(viewClassOf(view));
      this.writeUint32(ids.get(view.buffer)!);
      this.writeDouble(view.byteOffset);
      this.writeDouble(view.byteLength);
    }
    // V8 asks for the class of the error to throw when it meets a value without a serialized form.
    _getDataCloneError = Error;
  };
}

export function deserializerClass(buffers: readonly ArrayBufferLike[]): new (payload: Uint8Array) => v8.Deserializer {
  return class extends v8.DefaultDeserializer {
    constructor(payload: Uint8Array) {
      super(payload);
      buffers.forEach((buffer, id) => {
        if (types.isArrayBuffer(buffer)) this.transferArrayBuffer(id, buffer as ArrayBuffer);
      });
    }
    _readHostObject(): ArrayBufferView {
      const kind = this.readUint32();
      const buffer = buffers[this.readUint32()]!;
      const byteOffset = this.readDouble();
      const byteLength = this.readDouble();
      if (kind === DATA_VIEW) return new DataView(buffer, byteOffset, byteLength);
      if (kind === NODE_BUFFER) return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
      const viewClass = viewClasses[kind]!;
      return new viewClass(buffer as ArrayBuffer, byteOffset, byteLength / viewClass.BYTES_PER_ELEMENT);
    }
  };
}

function viewClassOf(view: ArrayBufferView): number {
  if (Buffer.isBuffer(view)) return NODE_BUFFER;
  if (types.isDataView(view)) return DATA_VIEW;
  // The tag, not `instanceof`: the view may come from another realm.
  const tag = (view as Uint8Array)[Symbol.toStringTag];
  return viewClasses.findIndex((viewClass) => viewClass.name === tag);
}
