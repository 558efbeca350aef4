import fs from "node:fs";
import { PNG } from "pngjs";

/** Writes escape times as a picture: the inside black, the outside brighter the longer it took. */
export function writePicture(file: string, rows: readonly (readonly number[])[], limit: number): void {
  const height = rows.length;
  const width = rows[0]?.length ?? 0;
  const png = new PNG({ width, height });
  rows.forEach((row, y) => {
    row.forEach((steps, x) => {
      const light = steps >= limit ? 0 : Math.sqrt(steps / limit);
      const at = (y * width + x) * 4;
      png.data[at] = Math.round(255 * light);
      png.data[at + 1] = Math.round(255 * light ** 2);
      png.data[at + 2] = Math.round(255 * Math.sqrt(light));
      png.data[at + 3] = 255;
    });
  });
  fs.writeFileSync(file, PNG.sync.write(png));
}
