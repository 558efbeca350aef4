// Shared memory that outlives a call: fresh pages cost more than copying into pages that are there already.

/** Below so many bytes memory costs about as much to look up as to make. */
const LEAST = 2 ** 16;

/** Bytes that are kept at most, of copies and of free memory each. */
const MOST = 2 ** 27;

/** Entries of each list: they are searched one after the other. */
const MOST_ENTRIES = 16;

interface Copy {
  readonly of: WeakRef<ArrayBufferLike>;
  readonly memory: SharedArrayBuffer;
}

interface Leaving {
  readonly memory: readonly SharedArrayBuffer[];
  readonly isLeft: () => boolean;
}

/** The latest ones first. */
let copies: Copy[] = [];
let free: SharedArrayBuffer[] = [];
let leaving: Leaving[] = [];

/**
 * Shared memory with the same contents as a buffer: the copy of an earlier call where it still is the same, byte for byte. Nobody
 * writes into such a copy, so that it does not matter who still holds it. O(bytes), several times less than copying where it is there.
 */
export function copyForReading(buffer: ArrayBufferLike): SharedArrayBuffer {
  if (buffer.byteLength < LEAST || buffer.byteLength > MOST) return sharedCopy(buffer);
  const at = copies.findIndex(({ of }) => of.deref() === buffer);
  const known = at === -1 ? undefined : copies.splice(at, 1)[0];
  const bytes = new Uint8Array(buffer);
  // What differs is left to those who hold it, and to the collector: it may be in use.
  const isSame = known !== undefined && Buffer.compare(new Uint8Array(known.memory), bytes) === 0;
  const copy = isSame ? known : { of: new WeakRef(buffer), memory: sharedCopy(buffer) };
  copies.unshift(copy);
  copies = within(
    copies.filter(({ of }) => of.deref() !== undefined),
    ({ memory }) => memory.byteLength,
  );
  return copy.memory;
}

/** Memory of its own with the same contents, into which may be written, and which is given back when nobody does any more. */
export function copyForWriting(buffer: ArrayBufferLike): SharedArrayBuffer {
  const memory = takeMemory(buffer.byteLength);
  new Uint8Array(memory).set(new Uint8Array(buffer));
  return memory;
}

/** Memory of its own with the same contents. */
export function sharedCopy(buffer: ArrayBufferLike): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return copy;
}

/** Memory of exactly so many bytes, of any contents. */
export function takeMemory(bytes: number): SharedArrayBuffer {
  if (bytes < LEAST) return new SharedArrayBuffer(bytes);
  const left = leaving.filter(({ isLeft }) => isLeft());
  if (left.length > 0) {
    leaving = leaving.filter((one) => !left.includes(one));
    free = within([...left.flatMap(({ memory }) => memory), ...free], ({ byteLength }) => byteLength);
  }
  const at = free.findIndex(({ byteLength }) => byteLength === bytes);
  return at === -1 ? new SharedArrayBuffer(bytes) : free.splice(at, 1)[0]!;
}

/**
 * Gives memory back that nobody will look at once all workers have left the call that it belonged to.
 * @param isLeft whether they have; never, where one of them has died or may go on
 */
export function giveBack(memory: readonly SharedArrayBuffer[], isLeft: () => boolean): void {
  const large = memory.filter(({ byteLength }) => LEAST <= byteLength && byteLength <= MOST);
  if (large.length === 0) return;
  const sizeOf = ({ memory: all }: Leaving): number => all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  leaving = within([{ memory: large, isLeft }, ...leaving], sizeOf);
}

/** Keeps nothing any more: the threads are ended, too, when there has been nothing to do for a while. */
export function forgetMemory(): void {
  [copies, free, leaving] = [[], [], []];
}

/** As many entries from the first on as are within the bounds. */
function within<T>(entries: T[], sizeOf: (entry: T) => number): T[] {
  let bytes = 0;
  const end = entries.findIndex((entry, index) => {
    bytes += sizeOf(entry);
    return MOST < bytes || MOST_ENTRIES <= index;
  });
  return end === -1 ? entries : entries.slice(0, end);
}
