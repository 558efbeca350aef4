// Functions of Node and of what browsers and Node share. Keys are interfaces, or modules of Node without `node:`.
import {
  all,
  type Builtin,
  fresh,
  freshThrowing,
  mutator,
  mutatorThrowing,
  opaque,
  pure,
  pureThrowing,
  type Rows,
} from "./row.js";

/** Reading and writing files happens in the order of the iterations. */
const inputOutput: Builtin = { returns: "fresh", effect: "output", throws: true };
const prints: Builtin = { returns: "primitive", effect: "output", runs: ["text"] };
/** Another seed each time: as random as before in any order. */
const random: Builtin = { returns: "primitive", effect: "random", throws: true };

const paths: Rows = {
  ...all(
    "basename dirname extname format isAbsolute join normalize relative toNamespacedPath matchesGlob",
    pureThrowing,
  ),
  // The working directory of the process, which a worker shares.
  resolve: pureThrowing,
  parse: freshThrowing,
};

export const platform: Readonly<Record<string, Rows>> = {
  // Of the runner: each call makes a stream of its own, which its methods move along.
  RandomStream: { ...all("next uint32", mutator), ...all("below normal", mutatorThrowing) },
  Console: all(
    "assert clear count countReset debug dir dirxml error group groupCollapsed groupEnd info log table time timeEnd timeLog timeStamp trace warn profile profileEnd",
    prints,
  ),
  Performance: {
    now: { returns: "primitive", effect: "time" },
    ...all("mark measure clearMarks clearMeasures getEntries getEntriesByName getEntriesByType timerify", opaque),
  },
  HRTime: { bigint: { returns: "primitive", effect: "time" } },
  Process: {
    ...all("hrtime uptime memoryUsage cpuUsage", { returns: "fresh", effect: "time" }),
    ...all("cwd", pureThrowing),
    ...all("exit abort kill chdir nextTick on once emit send", opaque),
  },
  Crypto: {
    randomUUID: random,
    // Fills the array that it is given.
    getRandomValues: { mutates: 0, returns: "element", effect: "random", throws: true },
  },
  crypto: {
    ...all("randomUUID randomInt", random),
    randomBytes: { returns: "fresh", effect: "random", throws: true },
    ...all("createHash createHmac", freshThrowing),
  },
  Hash: {
    update: { mutates: "receiver", returns: "receiver", throws: true },
    digest: { mutates: "receiver", returns: "fresh", throws: true },
  },
  Hmac: {
    update: { mutates: "receiver", returns: "receiver", throws: true },
    digest: { mutates: "receiver", returns: "fresh", throws: true },
  },
  fs: all(
    "accessSync appendFileSync closeSync copyFileSync existsSync fsyncSync lstatSync mkdirSync mkdtempSync openSync readFileSync readdirSync readlinkSync realpathSync renameSync rmSync rmdirSync statSync symlinkSync truncateSync unlinkSync utimesSync writeFileSync writeSync",
    inputOutput,
  ),
  PlatformPath: paths,
  path: paths,
  util: {
    ...all("inspect format", { returns: "primitive", runs: ["getters"], throws: true }),
    isDeepStrictEqual: { returns: "primitive", runs: ["getters"], throws: true },
    stripVTControlCharacters: pureThrowing,
  },
  url: { ...all("fileURLToPath", pureThrowing), pathToFileURL: freshThrowing },
  zlib: all(
    "deflateSync inflateSync gzipSync gunzipSync deflateRawSync inflateRawSync brotliCompressSync brotliDecompressSync crc32",
    freshThrowing,
  ),
  TextEncoder: { encode: fresh },
  TextDecoder: { decode: { mutates: "receiver", returns: "primitive", throws: true } },
  URL: all("toString toJSON", pure),
  URLSearchParams: {
    ...all("get has toString", pure),
    ...all("getAll", fresh),
    ...all("append delete set sort", mutatorThrowing),
  },
  BufferConstructor: {
    // The memory of a given buffer is shared, not copied; that of a text is new.
    from: opaque,
    ...all("alloc concat", freshThrowing),
    ...all("byteLength compare isBuffer isEncoding", pureThrowing),
  },
  Buffer: {
    ...all("compare equals toString includes indexOf lastIndexOf", pureThrowing),
    toJSON: fresh,
    ...all(
      "readBigInt64BE readBigInt64LE readBigUInt64BE readBigUInt64LE readDoubleBE readDoubleLE readFloatBE readFloatLE readInt16BE readInt16LE readInt32BE readInt32LE readInt8 readIntBE readIntLE readUInt16BE readUInt16LE readUInt32BE readUInt32LE readUInt8 readUIntBE readUIntLE",
      pureThrowing,
    ),
    ...all(
      "write writeBigInt64BE writeBigInt64LE writeBigUInt64BE writeBigUInt64LE writeDoubleBE writeDoubleLE writeFloatBE writeFloatLE writeInt16BE writeInt16LE writeInt32BE writeInt32LE writeInt8 writeIntBE writeIntLE writeUInt16BE writeUInt16LE writeUInt32BE writeUInt32LE writeUInt8 writeUIntBE writeUIntLE",
      mutatorThrowing,
    ),
    ...all("swap16 swap32 swap64 fill", { mutates: "receiver", returns: "receiver", throws: true }),
    copy: { mutates: 0, returns: "primitive", throws: true },
    ...all("slice subarray", { returns: "view" }),
  },
};
