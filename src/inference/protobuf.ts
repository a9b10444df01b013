/** One field of a protobuf message: its number and a view of its bytes, or its varint. */
export type ProtobufField =
  | { readonly number: number; readonly bytes: Uint8Array }
  | { readonly number: number; readonly value: number };

/** A message that breaks the wire format, or ends before it should. */
export class ProtobufError extends Error {}

/** A varint (7 bits a byte, lowest first) as a number; exact up to 2^53. */
function readVarint(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) throw new ProtobufError('it is cut off');
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, next: from + i + 1 };
  }
  throw new ProtobufError('it is no ONNX file');
}

const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/**
 * The fields of a message, in order, nothing copied (protobuf encoding, https://protobuf.dev/programming-guides/encoding).
 * @throws ProtobufError
 */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (number === 0) throw new ProtobufError('it is no ONNX file');
    if (wire === 0) {
      const varint = readVarint(bytes, tag.next);
      yield { number, value: varint.value };
      at = varint.next;
      continue;
    }
    const fixed = FIXED_BYTES[wire];
    if (wire !== 2 && fixed === undefined) throw new ProtobufError('it is no ONNX file');
    const length = fixed === undefined ? readVarint(bytes, tag.next) : { value: fixed, next: tag.next };
    at = length.next + length.value;
    if (at > bytes.length) throw new ProtobufError('it is cut off');
    yield { number, bytes: bytes.subarray(length.next, at) };
  }
}
