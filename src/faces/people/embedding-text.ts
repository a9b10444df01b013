/** The half floats of an embedding from Base64. */
export function decodeEmbedding(text: string): Uint16Array {
  const bytes = Buffer.from(text, 'base64');
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
