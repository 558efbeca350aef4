// Usage: tsx main.ts [bodies]
import { type Body, kineticEnergy, step } from "./step.js";

const count = Number(process.argv[2] ?? 3000);
// A documented model: bodies on a spiral in a disk, on circular orbits.
const bodies: Body[] = [];
for (let i = 0; i < count; i++) {
  const radius = Math.sqrt((i + 1) / count);
  const angle = i * 2.399963;
  const speed = Math.sqrt(radius);
  bodies.push({
    x: radius * Math.cos(angle),
    y: radius * Math.sin(angle),
    z: 0.05 * Math.sin(7 * angle),
    vx: -speed * Math.sin(angle),
    vy: speed * Math.cos(angle),
    vz: 0,
    mass: 1 / count,
  });
}

const started = performance.now();
for (let s = 0; s < 8; s++) step(bodies, 0.001);
console.error(`n-body ${count} bodies, 8 steps: ${Math.round(performance.now() - started)} ms`);
console.log(`checksum ${kineticEnergy(bodies)} ${bodies[0]!.x}`);
