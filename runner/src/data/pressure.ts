// Lets the engine know of shared memory that has become garbage, which it does not count among the reasons to collect any.

/** Below so many bytes nobody notices. */
const LEAST = 2 ** 20;

/**
 * Tells this thread's collector that so many bytes of shared memory are not needed any more. V8 counts the memory of array buffers,
 * but not of shared ones (`PerIsolateAccountingLength` is 0 for them), so that gigabytes of them can wait for a collection
 * that nothing asks for. A buffer of the same length that nobody holds is counted; its pages are never touched.
 */
export function noteGarbage(bytes: number): void {
  if (bytes >= LEAST) new ArrayBuffer(bytes);
}
