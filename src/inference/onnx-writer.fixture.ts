/** Kinds of numbers (TensorProto.DataType of onnx.proto3). */
const TYPES = { float32: 1, int32: 6, int64: 7 } as const;
/** Kinds of attributes (AttributeProto.AttributeType). */
const FLOAT = 1;
const INTEGER = 2;
const TEXT = 3;
const INTEGERS = 7;

type Type = keyof typeof TYPES;
type Attribute = number | string | readonly number[] | { readonly float: number };

function varint(value: number): number[] {
  // Two's complement of 64 bits for what is negative.
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return [...out, Number(rest)];
}

const bytesField = (number: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(varint(number * 8 + 2)), Buffer.from(varint(bytes.length)), bytes]);
const textField = (number: number, text: string): Buffer => bytesField(number, Buffer.from(text));
const numberField = (number: number, value: number): Buffer =>
  Buffer.from([...varint(number * 8), ...varint(value)]);

function floatField(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([Buffer.from(varint(number * 8 + 5)), bytes]);
}

function attribute(name: string, value: Attribute): Buffer {
  const parts = [textField(1, name)];
  if (typeof value === 'string') parts.push(textField(4, value), numberField(20, TEXT));
  else if (typeof value === 'number') parts.push(numberField(3, value), numberField(20, INTEGER));
  else if ('float' in value) parts.push(floatField(2, value.float), numberField(20, FLOAT));
  else parts.push(...value.map((item) => numberField(8, item)), numberField(20, INTEGERS));
  return Buffer.concat(parts);
}

function valueInfo(name: string, type: Type, shape: readonly (number | string)[]): Buffer {
  const sizes = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? numberField(1, size) : textField(2, size)),
  );
  const tensor = Buffer.concat([numberField(1, TYPES[type]), bytesField(2, Buffer.concat(sizes))]);
  return Buffer.concat([textField(1, name), bytesField(2, bytesField(1, tensor))]);
}

/** Writes a graph of ONNX (opset 17) node by node. Values are known by their names. */
export class OnnxWriter {
  readonly #nodes: Buffer[] = [];
  readonly #inputs: Buffer[] = [];
  readonly #outputs: Buffer[] = [];
  readonly #weights: Buffer[] = [];
  #names = 0;

  /** Declares an input; sizes that stay open have a name. */
  input(name: string, shape: readonly (number | string)[], type: Type = 'float32'): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** A constant; `shape` of as many values, default a list. */
  floats(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#weight(Buffer.from(Float32Array.from(values).buffer), 'float32', shape);
  }

  /** The same of 64-bit integers. */
  integers(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.#weight(Buffer.from(BigInt64Array.from(values, BigInt).buffer), 'int64', shape);
  }

  /** The result of an operator. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name = `v${this.#names++}`,
  ): string {
    this.#nodes.push(
      Buffer.concat([
        ...inputs.map((input) => textField(1, input)),
        textField(2, name),
        textField(4, operator),
        ...Object.entries(attributes).map(([key, value]) => bytesField(5, attribute(key, value))),
      ]),
    );
    return name;
  }

  /** A + B, A - B, A * B, A / B; numbers stand for constants. */
  calc(
    operator: 'Add' | 'Sub' | 'Mul' | 'Div' | 'Min' | 'Max',
    a: string | number,
    b: string | number,
  ): string {
    const value = (part: string | number) => (typeof part === 'number' ? this.floats([part], []) : part);
    return this.node(operator, [value(a), value(b)]);
  }

  /** 1 where a is above b, else 0. */
  above(a: string, b: number): string {
    return this.node('Cast', [this.node('Greater', [a, this.floats([b], [])])], { to: TYPES.float32 });
  }

  /** Sum along axes, which stay with the size 1. */
  sum(a: string, axes: readonly number[]): string {
    return this.node('ReduceSum', [a, this.integers(axes)], { keepdims: 1 });
  }

  /** A part of an axis. */
  slice(a: string, axis: number, from: number, to: number): string {
    return this.node('Slice', [a, this.integers([from]), this.integers([to]), this.integers([axis])]);
  }

  reshape(a: string, shape: readonly number[]): string {
    return this.node('Reshape', [a, this.integers(shape)]);
  }

  concat(parts: readonly string[], axis: number): string {
    return this.node('Concat', parts, { axis });
  }

  /** Gives a value to the outside. */
  output(value: string, name: string, shape: readonly (number | string)[]): void {
    this.node('Identity', [value], {}, name);
    this.#outputs.push(valueInfo(name, 'float32', shape));
  }

  /** The file. */
  bytes(): Buffer {
    const graph = Buffer.concat([
      ...this.#nodes.map((node) => bytesField(1, node)),
      textField(2, 'made up'),
      ...this.#weights.map((weight) => bytesField(5, weight)),
      ...this.#inputs.map((input) => bytesField(11, input)),
      ...this.#outputs.map((output) => bytesField(12, output)),
    ]);
    const opset = Buffer.concat([textField(1, ''), numberField(2, 17)]);
    return Buffer.concat([numberField(1, 8), bytesField(7, graph), bytesField(8, opset)]);
  }

  #weight(raw: Buffer, type: Type, shape: readonly number[]): string {
    const name = `w${this.#names++}`;
    this.#weights.push(
      Buffer.concat([
        ...shape.map((size) => numberField(1, size)),
        numberField(2, TYPES[type]),
        textField(8, name),
        bytesField(9, raw),
      ]),
    );
    return name;
  }
}
