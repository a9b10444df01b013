const NAME = 'NODE_EXTRA_CA_CERTS';

/** Modules are loaded anew for every file; a process of the test runner works through many. */
const ofProcess: typeof globalThis & { framesiftCertificates?: string | undefined } = globalThis;

/**
 * Spares the programs that tests start the further certificates of this machine: Node reads all of them before it begins,
 * which can take longer than all the rest of its start, and nothing but npm asks a host outside.
 */
export function withoutCertificates(): void {
  ofProcess.framesiftCertificates ??= process.env[NAME];
  delete process.env[NAME];
}

/** Environment of a program that does ask a host outside. */
export function certificates(): Record<string, string> {
  const { framesiftCertificates: file } = ofProcess;
  return file === undefined ? {} : { [NAME]: file };
}
