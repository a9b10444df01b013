import open from 'open';

/**
 * Opens a folder in the file manager or an address in the browser, where the machine has one. Never fails.
 * @returns whether something was started
 */
export async function openOutside(target: string): Promise<boolean> {
  try {
    const child = await open(target);
    // A program that is not there is reported later.
    child.on('error', () => undefined);
    return true;
  } catch {
    return false;
  }
}
