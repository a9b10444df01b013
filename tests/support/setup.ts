import { expect } from 'vitest';
import { withoutCertificates } from './certificates.ts';
import { expectNoProcessLeft } from './processes.ts';
import { withRememberedPrograms } from './remembered-programs.ts';

// Runs before every test file; those beside the sources start nothing that could stay.
if (/[\\/]tests[\\/]/.test(expect.getState().testPath ?? '')) {
  expectNoProcessLeft();
  withoutCertificates();
  withRememberedPrograms();
}
