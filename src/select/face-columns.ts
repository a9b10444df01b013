import {
  emptyFaceValues,
  type FaceTable,
  type FaceValues,
  setFaceValues,
  sliceFaces,
  sliceFaceValues,
} from '../contract/face-table.ts';
import type { FaceRecord, FrameRecord } from '../contract/record.ts';
import { scaled } from '../contract/scaled.ts';

/** Room for faces at first. */
const FIRST_FACES = 1024;
/** Memory of a face and of a record, bytes. */
const FACE_BYTES = 45;
const ROW_BYTES = 5;

/** Who a run is compared with: a distance and a person for each of its faces, in their order. */
export interface Comparison {
  /** Cosine distances; NaN = none. They are rounded to 4 decimals, as records have them. */
  readonly distances: ArrayLike<number>;
  /** Nearest person of each face: place in `people`, counted from 1; 0 = none. */
  readonly persons: ArrayLike<number>;
  readonly people: readonly string[];
}

/**
 * The faces of records, record after record: row = place of the record, face = place among the faces of all records.
 * It takes no memory until the first record comes whose faces were looked for.
 */
export class FaceColumns {
  #rows = 0;
  #count = 0;
  #open = 0;
  #known = new Uint8Array(0);
  #starts = new Uint32Array(1);
  #values: FaceValues = emptyFaceValues(0);
  #people: string[] = [];
  #codes = new Map<string, number>();
  #revision = 0;

  /** Records. */
  get rows(): number {
    return this.#rows;
  }

  /** Faces. */
  get count(): number {
    return this.#count;
  }

  /** Whether faces were looked for in any record. */
  get any(): boolean {
    return this.#known.length > 0;
  }

  /** Rises with every {@link compare}. */
  get revision(): number {
    return this.#revision;
  }

  /** Memory in use, bytes. */
  get bytes(): number {
    return this.#values.weak.length * FACE_BYTES + this.#known.length * ROW_BYTES;
  }

  /** Names of the people; a face has the place of its person, counted from 1. */
  get people(): readonly string[] {
    return this.#people;
  }

  /** Of each row: 1 = faces were looked for. Longer than {@link rows}, or empty while {@link any} is false. */
  get known(): Uint8Array {
    return this.#known;
  }

  /** First face of each row; the entry behind the last row is {@link count}. Valid while {@link any} is true. */
  get starts(): Uint32Array {
    return this.#starts;
  }

  /** What is known of each face; longer than {@link count}, and replaced when more come. */
  get values(): FaceValues {
    return this.#values;
  }

  /** Place of a name in {@link people}, counted from 1; 0 = not there. */
  codeOf(person: string): number {
    return this.#codes.get(person) ?? 0;
  }

  /** {@link codeOf}, and the name is added where it is not there. */
  addPerson(person: string): number {
    const known = this.#codes.get(person);
    if (known !== undefined) return known;
    this.#people.push(person);
    this.#codes.set(person, this.#people.length);
    return this.#people.length;
  }

  /** Makes room for one more face of the row that comes next and returns its place, to be written into {@link values}. */
  addFace(): number {
    const place = this.#open;
    this.#reserveFaces(place + 1);
    this.#open = place + 1;
    return place;
  }

  /**
   * Takes the faces that were added as those of the next row.
   * @param known false = faces were not looked for
   */
  endRow(known: boolean): void {
    if (known || this.any) {
      this.#reserveRows(this.#rows + 1);
      this.#known[this.#rows] = known ? 1 : 0;
      this.#starts[this.#rows + 1] = this.#open;
    }
    this.#rows++;
    this.#count = this.#open;
  }

  /** Forgets the faces that were added since the last row. */
  dropRow(): void {
    this.#open = this.#count;
  }

  /** Adds the faces of the next record. */
  append(faces: FrameRecord['faces']): void {
    for (const face of faces ?? []) this.#set(this.addFace(), face);
    this.endRow(faces !== undefined && faces !== null);
  }

  #set(place: number, face: FaceRecord): void {
    const { values } = this;
    values.box.set(face.box, 4 * place);
    values.confidence[place] = scaled(face.confidence);
    values.area[place] = scaled(face.area_pct);
    values.yaw[place] = scaled(face.yaw);
    values.eyesClosed[place] = scaled(face.eyes_closed);
    values.distance[place] = scaled(face.distance);
    values.embedding[place] = face.embedding ?? -1;
    values.person[place] = face.person === null ? 0 : this.addPerson(face.person);
    values.weak[place] = face.weak ? 1 : 0;
  }

  /**
   * Adds the faces of so many records.
   * @param table null = none of them was looked at for faces
   */
  appendTable(table: FaceTable | null, rows: number): void {
    if (!table) {
      if (this.any) this.#reserveRows(this.#rows + rows);
      for (let row = 0; row < rows; row++) this.endRow(false);
      return;
    }
    this.#reserveRows(this.#rows + rows);
    const added = table.values.weak.length;
    const first = this.#count;
    this.#reserveFaces(first + added);
    setFaceValues(this.#values, table.values, first);
    const codes = [0, ...table.people.map((person) => this.addPerson(person))];
    if (codes.some((code, place) => code !== place)) {
      const { person } = this.#values;
      for (let face = first; face < first + added; face++) person[face] = codes[person[face] ?? 0] ?? 0;
    }
    this.#known.set(table.known, this.#rows);
    const shift = first - (table.starts[0] ?? 0);
    for (let row = 1; row <= rows; row++) this.#starts[this.#rows + row] = (table.starts[row] ?? 0) + shift;
    this.#rows += rows;
    this.#count = first + added;
    this.#open = this.#count;
  }

  /** The faces of the rows from `first` up to, not including, `end`; null where none was looked at. */
  table(first: number, end: number): FaceTable | null {
    if (!this.any) return null;
    const values = sliceFaceValues(this.#values, 0, this.#count);
    const own = { known: this.#known, starts: this.#starts, people: [...this.#people], values };
    return sliceFaces(own, first, end);
  }

  /**
   * Gives every face another distance and person.
   * @throws RangeError where they are not as many as the faces
   */
  compare({ distances, persons, people }: Comparison): void {
    if (distances.length !== this.#count || persons.length !== this.#count) {
      throw new RangeError(
        `${distances.length} distances and ${persons.length} people for ${this.#count} faces`,
      );
    }
    this.#people = [];
    this.#codes = new Map();
    const codes = [0, ...people.map((person) => this.addPerson(person))];
    const room = this.#values.weak.length;
    // Tables that were handed out keep what they hold.
    this.#values = { ...this.#values, distance: new Int32Array(room), person: new Uint32Array(room) };
    for (let face = 0; face < this.#count; face++) {
      this.#values.distance[face] = scaled(distances[face] ?? Number.NaN);
      this.#values.person[face] = codes[persons[face] ?? 0] ?? 0;
    }
    this.#revision++;
  }

  #reserveFaces(faces: number): void {
    const room = this.#values.weak.length;
    if (faces <= room) return;
    const larger = emptyFaceValues(Math.max(faces, 2 * room, FIRST_FACES));
    setFaceValues(larger, this.#values, 0);
    this.#values = larger;
  }

  #reserveRows(rows: number): void {
    if (this.#known.length > 0 && rows <= this.#known.length) return;
    const room = Math.max(rows, 2 * this.#known.length, FIRST_FACES);
    const known = new Uint8Array(room);
    known.set(this.#known);
    const starts = new Uint32Array(room + 1);
    starts.set(this.#starts);
    this.#known = known;
    this.#starts = starts;
  }
}
