/**
 * Remembers parameter sets and says whether a decoder that starts at the current packet, with nothing but
 * the extradata, would know the same ones as a decoder that has seen everything before it.
 */
export class ParameterSetLedger {
  private readonly current = new Map<string, Uint8Array>();
  private readonly configured = new Map<string, Uint8Array>();
  private readonly inPacket = new Set<string>();

  /** Takes a set from extradata: every decoder start knows it. */
  configure(key: string, bytes: Uint8Array): void {
    this.configured.set(key, bytes.slice());
    this.current.set(key, bytes.slice());
  }

  /** Forgets which sets stood in the packet before; call at the start of each packet. */
  beginPacket(): void {
    this.inPacket.clear();
  }

  /** Takes a set from the current packet; true when it is new or differs from the one of the same key. */
  observe(key: string, bytes: Uint8Array): boolean {
    this.inPacket.add(key);
    const known = this.current.get(key);
    if (known !== undefined && equalBytes(known, bytes)) return false;
    this.current.set(key, bytes.slice());
    return true;
  }

  /** True when extradata and the current packet alone lead to the sets that are in force. */
  isSelfContained(): boolean {
    for (const [key, bytes] of this.current) {
      if (this.inPacket.has(key)) continue;
      const configured = this.configured.get(key);
      if (configured === undefined || !equalBytes(configured, bytes)) return false;
    }
    return true;
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
