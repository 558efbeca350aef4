/**
 * Check sums and ciphers (application code: hashing).
 *
 * @loop adler:i                serial [carried-dependence] a -> b
 * @loop crcTable:n             parallel map
 * @loop crcTable:n/k           serial [carried-dependence] c -> c
 * @loop crc:byte               serial [carried-dependence] value -> value
 * @loop blockSums:block        parallel map
 * @loop counterMode:i          parallel map             every block has its own key stream
 * @loop chained:i              serial [carried-dependence] out[i] -> out[i - 1]!
 * @loop parity:byte            parallel reduction
 * @loop mined:nonce            parallel commit          the first that fits
 */
export function adler(bytes: Uint8Array, from: number, to: number): number {
  let a = 1;
  let b = 0;
  for (let i = from; i < to; i++) {
    a = (a + bytes[i]!) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

export function crcTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let k = 0; k < 8; k++) c = (c & 1) === 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = c >>> 0;
  }
  return table;
}

export function crc(bytes: Uint8Array, table: Uint32Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = table[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

export function blockSums(bytes: Uint8Array, size: number): Float64Array {
  const sums = new Float64Array(Math.ceil(bytes.length / size));
  for (let block = 0; block < sums.length; block++) sums[block] = adler(bytes, block * size, (block + 1) * size);
  return sums;
}

function keyStream(key: number, counter: number): number {
  let x = Math.imul(key ^ counter, 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) & 0xff;
}

export function counterMode(bytes: Uint8Array, key: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = bytes[i]! ^ keyStream(key, i);
  return out;
}

export function chained(bytes: Uint8Array, key: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 1; i < bytes.length; i++) out[i] = keyStream(key, bytes[i]! ^ out[i - 1]!);
  return out;
}

export function parity(bytes: Uint8Array): number {
  let bit = 0;
  for (const byte of bytes) bit ^= byte;
  return bit;
}

export function mined(text: string, limit: number): number {
  for (let nonce = 0; nonce < limit; nonce++) {
    if (keyStream(text.length, nonce) === 0) return nonce;
  }
  return -1;
}
