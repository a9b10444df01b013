import { ProtobufError, type ProtobufField, protobufFields } from './protobuf.ts';

/** Kinds of numbers in a tensor, by their number in TensorProto.DataType (onnx.proto3). */
const ELEMENTS: ReadonlyMap<number, ElementType> = new Map([
  [1, 'float32'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
]);

/** A kind of numbers in a tensor. */
export type ElementType = 'float32' | 'int32' | 'int64' | 'bool' | 'float16' | 'float64' | 'other';

/** A declared input or output. Sizes that the graph leaves open (or names) are null. */
export interface ValueFacts {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | null)[];
}

/** A node of the graph. */
export interface NodeFacts {
  readonly name: string;
  readonly operator: string;
}

/** What an ONNX file says about its graph, without a session. */
export interface ModelFacts {
  /** Without those that are only default values of weights. */
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  /** The first eight nodes. */
  readonly firstNodes: readonly NodeFacts[];
}

/** Numbers of the fields that are read (onnx.proto3 of the ONNX project). */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { name: 3, operator: 4 } as const;
const TENSOR = { name: 8 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { element: 1, shape: 2 } as const;
const SHAPE = { dimension: 1 } as const;
const DIMENSION = { value: 1 } as const;

const FIRST_NODES = 8;
const NOTHING = new Uint8Array(0);

function bytesOf(field: ProtobufField | undefined): Uint8Array {
  return field && 'bytes' in field ? field.bytes : NOTHING;
}

/** The first field of a number, as the bytes of a message or string. */
function find(message: Uint8Array, number: number): Uint8Array {
  for (const field of protobufFields(message)) if (field.number === number) return bytesOf(field);
  return NOTHING;
}

const textOf = (message: Uint8Array, number: number): string =>
  new TextDecoder().decode(find(message, number));

function sizeOf(dimension: Uint8Array): number | null {
  for (const field of protobufFields(dimension)) {
    if (field.number === DIMENSION.value && 'value' in field) return field.value > 0 ? field.value : null;
  }
  return null;
}

function elementOf(tensorType: Uint8Array): ElementType {
  for (const field of protobufFields(tensorType)) {
    if (field.number === TENSOR_TYPE.element && 'value' in field) return ELEMENTS.get(field.value) ?? 'other';
  }
  return 'other';
}

function declaredValue(message: Uint8Array): ValueFacts {
  const tensorType = find(find(message, VALUE.type), TYPE.tensor);
  const shape = find(tensorType, TENSOR_TYPE.shape);
  const dimensions = [...protobufFields(shape)].filter(({ number }) => number === SHAPE.dimension);
  return {
    name: textOf(message, VALUE.name),
    type: elementOf(tensorType),
    shape: dimensions.map((field) => sizeOf(bytesOf(field))),
  };
}

function graphFacts(graph: Uint8Array): ModelFacts {
  const weights = new Set<string>();
  const inputs: ValueFacts[] = [];
  const outputs: ValueFacts[] = [];
  const firstNodes: NodeFacts[] = [];
  for (const field of protobufFields(graph)) {
    const message = bytesOf(field);
    if (field.number === GRAPH.initializer) weights.add(textOf(message, TENSOR.name));
    else if (field.number === GRAPH.input) inputs.push(declaredValue(message));
    else if (field.number === GRAPH.output) outputs.push(declaredValue(message));
    else if (field.number === GRAPH.node && firstNodes.length < FIRST_NODES)
      firstNodes.push({ name: textOf(message, NODE.name), operator: textOf(message, NODE.operator) });
  }
  return { inputs: inputs.filter(({ name }) => !weights.has(name)), outputs, firstNodes };
}

/** What people get instead of a model, by how it begins. */
const IMPOSTORS: readonly (readonly [RegExp, string])[] = [
  [/^version https:\/\/git-lfs/, 'it is a git-lfs pointer, not the model itself'],
  [/^\s*</, 'it is a web page, not an ONNX file'],
  [/^PK/, 'it is a zip archive, not an ONNX file'],
];

/**
 * Reads the graph's declaration out of an ONNX file.
 * @returns the facts, or why the bytes are no whole ONNX file
 */
export function readModelFacts(bytes: Uint8Array): ModelFacts | { readonly problem: string } {
  if (bytes.length === 0) return { problem: 'it is empty' };
  const begin = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const impostor = IMPOSTORS.find(([pattern]) => pattern.test(begin));
  if (impostor) return { problem: impostor[1] };
  try {
    const graphs = [...protobufFields(bytes)].filter(({ number }) => number === MODEL.graph);
    const facts = graphFacts(bytesOf(graphs[0]));
    return facts.outputs.length > 0 && facts.inputs.length > 0 ? facts : { problem: 'it is no ONNX file' };
  } catch (thrown) {
    if (thrown instanceof ProtobufError) return { problem: thrown.message };
    throw thrown;
  }
}
