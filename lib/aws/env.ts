/** Reads what the deployment tells a function. Throws an error that names the variable: it is the stack that forgot it. */
export function env(name: `COUNTERSIGN_${string}` | 'AWS_REGION'): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set; the stack gives it to a function along with the permission (docs/architecture.md)`,
  );
}
