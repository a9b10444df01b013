import type { ReviewAnswer, RunDetail, Verdict } from '../../contract/http.ts';
import { weightsFromList } from '../../contract/metric.ts';
import type { FaceKey } from '../../contract/run-files.ts';
import { followsSubject } from '../runs/follows-subject.ts';
import { Observable } from '../state/observable.ts';
import type { Edge, FilterFacts } from './filters/filter-facts.ts';
import type { StageControl } from './frame/stage-control.ts';
import { FIT, type Zoom } from './frame/zoom.ts';
import type { GridGeometry } from './gallery/grid-geometry.ts';
import { Attention } from './model/attention.ts';
import { criteriaFromQuery } from './model/criteria-query.ts';
import type { FrameData } from './model/frame-data.ts';
import { markRows } from './model/marking.ts';
import { RowSet } from './model/row-set.ts';
import { SiftModel } from './model/sift-model.ts';
import { workerSorter } from './model/sort-client.ts';
import { viewFromQuery } from './model/view-state.ts';
import { onNextFrame } from './paint.ts';
import { FaceReferences, type ReferenceParts } from './people/face-references.ts';
import { findFace, nameFace } from './people/find-face.ts';
import { PeopleBook, type PeopleParts } from './people/people-book.ts';
import {
  masksOf,
  type Pictures,
  picturesOf,
  type Thumbnails,
  thumbnailsOf,
} from './pictures/picture-sources.ts';
import { browserReview } from './review/browser-review.ts';
import type { ReviewSync } from './review/review-sync.ts';
import { siftPrefs } from './sift-prefs.ts';
import { stepsOf } from './subject/pointing.ts';
import { type BookParts, SubjectBook } from './subject/subject-book.ts';
import { type PointerParts, SubjectPointer } from './subject/subject-pointer.ts';

/** What keys need to know of the gallery. */
export interface GallerySight {
  readonly geometry: GridGeometry;
  /** Rows in sight. */
  readonly pageRows: number;
}

/** What is in front: the gallery, one large picture, or some side by side. */
export type Front =
  | { readonly layer: 'grid' }
  | { readonly layer: 'frame' }
  | { readonly layer: 'compare'; readonly rows: readonly number[] };

/** A limit that is being set. */
export interface LimitInHand {
  readonly filter: FilterFacts;
  readonly edge: Edge;
}

/** A face that was pressed. */
export interface PressedFace {
  readonly row: number;
  /** Place among the faces of the frame. */
  readonly face: number;
  /** Others can be compared with it. */
  readonly comparable: boolean;
  readonly x: number;
  readonly y: number;
}

/** What a Sift begins with. */
export interface SiftStart {
  readonly run: RunDetail;
  readonly review: ReviewAnswer;
  /** The frames that are known by now. */
  readonly data: FrameData;
  /** Of the address: limits, view, focused frame. */
  readonly query: URLSearchParams;
  /** Whether others than the references of the analysis are in effect. */
  readonly chosen: boolean;
  /** Asks the server whom faces are compared with, and who is there. */
  readonly referenceParts: ReferenceParts;
  readonly peopleParts: PeopleParts;
  /** Asks the server what the subject of a frame would be, and has it track the subject that was chosen. */
  readonly subjectParts: Omit<BookParts, 'run' | 'history'> & Omit<PointerParts, 'size' | 'chosen'>;
}

/** Frames side by side at most. */
export const MOST_COMPARED = 4;

/** Everything about one run that is being sifted. */
export class Sift {
  readonly run: Observable<RunDetail>;
  readonly model: SiftModel;
  readonly attention: Attention;
  readonly review: ReviewSync;
  readonly thumbnails: Thumbnails;
  readonly pictures: Pictures;
  /** Masks of the subject, for the same stages as pictures. */
  readonly masks: Pictures;
  /** The gallery as long as it is on the page. */
  gallery: GallerySight | null = null;
  readonly front = new Observable<Front>({ layer: 'grid' });
  /** How large pictures are looked at; kept from one to the next. */
  readonly zoom = new Observable<Zoom>(FIT);
  /** How the picture beside the gallery is looked at. */
  readonly panelZoom = new Observable<Zoom>(FIT);
  /** The stage beside the gallery, as long as it is there. */
  readonly panelStage: { current: StageControl | null } = { current: null };
  /** The face that was pressed, with the place of the window where its menu opens. */
  readonly faceMenu = new Observable<PressedFace | null>(null);
  /** Whom faces are compared with. */
  readonly references: FaceReferences;
  /** Who is on the frames. */
  readonly people: PeopleBook;
  /** What was chosen as the subject. */
  readonly subjects: SubjectBook;
  /** Pointing at the subject of the frame in front. */
  readonly pointer: SubjectPointer;
  /** The limit whose handle is held or has the focus. */
  readonly limit = new Observable<LimitInHand | null>(null);
  /** Counts up whenever a filter is to be looked for. */
  readonly filterWishes = new Observable(0);
  /** What the address says that cannot be understood. */
  readonly problems: readonly string[];

  constructor(start: SiftStart) {
    const { run, review, data, query, chosen, referenceParts, peopleParts, subjectParts } = start;
    this.run = new Observable(run);
    const weights = weightsFromList(run.quality_weights);
    const { faces } = run;
    const { criteria, problems } = criteriaFromQuery(query, weights, faces);
    this.problems = problems;
    this.model = new SiftModel({
      weights,
      names: run.pictures,
      criteria,
      faces,
      view: viewFromQuery(query, { faces: { any: faces !== null }, subjects: data.columns.subjects }),
      schedule: onNextFrame,
      now: () => performance.now(),
      sorter: workerSorter(),
    });
    this.references = new FaceReferences(this.model, chosen, referenceParts);
    this.people = new PeopleBook(this.model, this.references, peopleParts);
    this.subjects = new SubjectBook({ ...subjectParts, run: this.run, history: this.model.history });
    this.pointer = new SubjectPointer({
      ...subjectParts,
      size: () => this.pictureSize,
      chosen: (frame) => {
        const choice = this.subjects.on(frame);
        return choice && stepsOf(choice);
      },
    });
    this.attention = new Attention(this.model);
    const pictureRun = () => ({ id: this.run.value.id, pictureKey: this.run.value.picture_key });
    this.thumbnails = thumbnailsOf(pictureRun);
    this.pictures = picturesOf(pictureRun);
    this.masks = masksOf(pictureRun);
    this.review = browserReview(run.id, review, (changes) => this.review.change(changes));
    this.model.judge(this.review.verdicts.value);
    this.review.verdicts.subscribe(() => this.model.judge(this.review.verdicts.value));
    this.model.replace(data);
    const frame = Number(query.get('frame') ?? Number.NaN);
    const row = Number.isInteger(frame) ? this.model.data.columns.rowOf(frame) : -1;
    this.attention.moveTo(row >= 0 ? row : this.model.shown.value.rowAt(0));
    this.front.subscribe(() => {
      // A frame that was rejected while it was large is not in the gallery any more.
      if (this.front.value.layer === 'grid') this.attention.settle();
      if (this.front.value.layer !== 'frame') this.pointer.close();
    });
  }

  /**
   * Looks for the person of a face, or says who it is.
   * @param name none = only look for the person
   */
  onFaceChosen(face: FaceKey, name?: string): void {
    const { references, model } = this;
    if (name !== undefined) {
      void nameFace(references, face, name);
      return;
    }
    this.front.value = { layer: 'grid' };
    void findFace(references, face, model.runFaces.value);
  }

  /** Takes over what this or another window changed about people. */
  async peopleChanged(): Promise<void> {
    await this.references.refresh();
    if (this.people.answer.value !== null) await this.people.refresh();
  }

  /** Takes over what became of the run; pictures that are others now are loaded again. */
  update(run: RunDetail): void {
    const others = run.picture_key !== this.run.value.picture_key;
    this.run.value = run;
    if (run.faces) this.model.learnFaces(run.faces);
    if (!others) return;
    this.thumbnails.clear();
    this.pictures.clear();
    this.masks.clear();
  }

  /** Takes other rows, and other masks with them; focus and selection stay with their frames. */
  replace(data: FrameData): void {
    const { model, attention } = this;
    const focused = model.data.numberOf(attention.focus.value);
    const selected = attention.selected.value.rows().map((row) => model.data.numberOf(row));
    model.replace(data);
    this.masks.clear();
    const rowOf = (frame: number): number => data.columns.rowOf(frame);
    const row = rowOf(focused);
    attention.restore(RowSet.of(selected.map(rowOf).filter((found) => found >= 0)), row >= 0 ? row : 0);
  }

  /** Whether the run follows a subject, so that another one can be chosen. */
  get followsSubject(): boolean {
    return followsSubject(this.run.value) || this.model.data.columns.subjects.any;
  }

  /**
   * Begins to point at the subject of the focused frame.
   * @param wrong the one who is followed is somebody else
   */
  chooseSubject(wrong = false): void {
    const frame = this.model.data.numberOf(this.attention.focus.value);
    if (frame < 0 || !this.followsSubject) return;
    this.front.value = { layer: 'frame' };
    void this.subjects.load().then(() => {
      // Somebody may have left meanwhile.
      if (this.front.value.layer === 'frame') this.pointer.open(frame, wrong);
    });
  }

  /** Size of the pictures, pixels. */
  get pictureSize(): { readonly width: number; readonly height: number } {
    const { picture_size: size, probe } = this.run.value;
    return size ?? { width: probe?.width ?? 16, height: probe?.height ?? 9 };
  }

  /** Width over height of the pictures; photos stand upright and lie, so each gets a square. */
  get aspect(): number {
    const { picture_size: size, probe, pictures } = this.run.value;
    if (pictures !== null && pictures.length > 1) return 1;
    const { width, height } = size ?? probe ?? { width: 16, height: 9 };
    return width > 0 && height > 0 ? width / height : 16 / 9;
  }

  /**
   * Marks what the front layer acts on: in the gallery the selection, else the picture that is shown.
   * @param event its Caps Lock asks for the next frame, as the preference does
   */
  mark(verdict: Verdict, event?: Pick<KeyboardEvent, 'getModifierState'>): void {
    const large = this.front.value.layer === 'frame';
    const rows = large ? [this.attention.focus.value] : this.attention.targets;
    this.markRows(verdict, rows, { stay: large, advance: this.advances(event) });
  }

  /** Whether a mark goes on to the next frame. */
  advances(event?: Pick<KeyboardEvent, 'getModifierState'>): boolean {
    return siftPrefs.value.advance || event?.getModifierState('CapsLock') === true;
  }

  /** Marks some rows. */
  markRows(
    verdict: Verdict,
    rows: readonly number[],
    { stay, advance }: { stay: boolean; advance: boolean },
  ): void {
    const parts = {
      model: this.model,
      attention: this.attention,
      give: (changes: Parameters<ReviewSync['change']>[0]) => this.review.change(changes),
    };
    markRows(parts, { verdict, rows, stay, advance });
  }

  /** Puts the selected frames side by side, or the focused one and the next. */
  compare(): void {
    const { selected, focus } = this.attention;
    const shown = this.model.shown.value;
    const chosen = selected.value.size > 1 ? this.#inOrder(selected.value.rows()) : [focus.value];
    const next = this.attention.neighbour(1);
    if (chosen.length === 1) chosen.push(next >= 0 ? next : this.attention.neighbour(-1));
    const rows = chosen.filter((row) => row >= 0).slice(0, MOST_COMPARED);
    if (rows.length > 1 && shown.length > 0) this.front.value = { layer: 'compare', rows };
  }

  #inOrder(rows: number[]): number[] {
    const { order } = this.model.shown.value;
    return rows.sort((a, b) => order.rankOf(a) - order.rankOf(b));
  }
}
