/**
 * Objects whose behaviour is changed while a loop runs (application code: prototypes, delete, spread).
 *
 * @loop replaced:i              serial [carried-dependence] shape.area -> shape.area    the method is exchanged on the way
 * @loop areas:i                 parallel map
 * @loop withDefaults:.map       parallel map
 * @loop withoutSecrets:.map     parallel map
 * @loop withoutSecretsInPlace:user   parallel map            delete on objects that are distinct
 * @loop folded:.reduce          serial [nothing-to-share]      an object that grows from the one before
 * @loop nicknames:.map          parallel map
 * @loop visited:user            serial [carried-dependence] current -> current
 */
export interface Shape {
  side: number;
  area: (side: number) => number;
}

function square(side: number): number {
  return Math.pow(side, 2);
}

function circle(side: number): number {
  return Math.PI * Math.pow(side, 2);
}

export function replaced(sides: Float64Array): Float64Array {
  const shape: Shape = { side: 1, area: square };
  const out = new Float64Array(sides.length);
  for (let i = 0; i < sides.length; i++) {
    out[i] = shape.area(sides[i]!);
    if (out[i]! > 10) shape.area = circle;
  }
  return out;
}

export function areas(sides: Float64Array): Float64Array {
  const out = new Float64Array(sides.length);
  for (let i = 0; i < sides.length; i++) out[i] = i % 2 === 0 ? square(sides[i]!) : circle(sides[i]!);
  return out;
}

export interface User {
  name: string;
  nick?: string;
  password?: string;
  friend?: User;
}

export function withDefaults(users: readonly { name: string; age?: number }[]): { name: string; age: number }[] {
  return users.map((user) => ({ age: 0, ...user, name: user.name.trim() }));
}

export function withoutSecrets(users: readonly { name: string; password: string }[]): { name: string }[] {
  return users.map(({ password: _, ...rest }) => ({ ...rest, name: rest.name.toUpperCase() }));
}

export function withoutSecretsInPlace(users: readonly User[]): void {
  for (const user of users) {
    user.nick = user.name.slice(0, 3).toLowerCase();
    delete user.password;
  }
}

export function folded(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  return pairs.reduce<Record<string, number>>((all, [key, value]) => ({ ...all, [key]: value }), {});
}

export function nicknames(users: readonly { name: string; nick?: string }[]): string[] {
  return users.map((user) => user.nick?.trim() ?? user.name.split(" ")[0]!.toLowerCase());
}

export function visited(users: readonly string[]): string {
  let current = "";
  for (const user of users) current = `${current.slice(-20)}${user}`.toLowerCase();
  return current;
}
