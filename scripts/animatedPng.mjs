// Puts PNG pictures of one size together to an animated PNG (https://www.w3.org/TR/png-3/#apng-frame-based-animation): the frames' own
// compressed data, with numbers and delays between them; viewers that know no animation show the first.
import zlib from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Linear in the size of the pictures; shown again for ever.
 * @param {readonly { png: Buffer, ms: number }[]} frames each picture and how long it is shown, in milliseconds
 * @returns {Buffer}
 * @throws {Error} when a picture is no PNG, or they differ in size or kind of pixels
 */
export function animate(frames) {
  const read = frames.map(({ png }) => chunksOf(png));
  const header = find(read[0], "IHDR");
  if (read.some((chunks) => !find(chunks, "IHDR").equals(header)))
    throw new Error("The pictures differ in size or in the kind of their pixels. Take them in one run.");
  let sequence = 0;
  const number = () => uint32(sequence++);
  const parts = [signature, chunk("IHDR", header), chunk("acTL", uint32(frames.length), uint32(0))];
  for (const [index, chunks] of read.entries()) {
    const size = header.subarray(0, 8);
    const delay = Buffer.from([...uint16(frames[index].ms), ...uint16(1000)]);
    // At the top left corner, over nothing of the picture before.
    parts.push(chunk("fcTL", number(), size, uint32(0), uint32(0), delay, Buffer.from([0, 0])));
    for (const { type, data } of chunks.filter((each) => each.type === "IDAT"))
      parts.push(index === 0 ? chunk(type, data) : chunk("fdAT", number(), data));
  }
  return Buffer.concat([...parts, chunk("IEND")]);
}

/** @returns {{ type: string, data: Buffer }[]} */
export function chunksOf(png) {
  if (!png.subarray(0, 8).equals(signature)) throw new Error("This is no PNG picture.");
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function find(chunks, type) {
  return chunks.find((each) => each.type === type).data;
}

function chunk(type, ...parts) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), ...parts]);
  return Buffer.concat([uint32(body.length - 4), body, uint32(zlib.crc32(body))]);
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function uint16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
