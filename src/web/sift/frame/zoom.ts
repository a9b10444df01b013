/** Width and height, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place on the stage or in the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * How a picture is looked at: which part lies in the middle of the stage (0 .. 1 of width and height) and how large.
 * In parts of the picture, so that it holds for the next picture too.
 */
export interface Zoom {
  readonly centre: Point;
  /** Device pixels a picture pixel; `fit` = all of it is seen. */
  readonly scale: number | 'fit';
}

/** All of the picture. */
export const FIT: Zoom = { centre: { x: 0.5, y: 0.5 }, scale: 'fit' };

/** Largest scale. */
export const MOST = 16;
const LEVELS = [0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, MOST];

/** Scale at which all of the picture is seen; never enlarged beyond 1:1. */
export function fitScale(picture: Size, stage: Size): number {
  return Math.min(1, stage.width / picture.width, stage.height / picture.height);
}

/** The scale as a number. */
export function scaleOf({ scale }: Zoom, picture: Size, stage: Size): number {
  return scale === 'fit' ? fitScale(picture, stage) : scale;
}

/** Where the picture lies on the stage: its top left corner and its scale, device pixels. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Keeps the picture in the middle where it is smaller than the stage, and without gaps where it is larger. */
function clampedStart(start: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, start));
}

/** Places a picture. */
export function placed(zoom: Zoom, picture: Size, stage: Size): Placement {
  const scale = scaleOf(zoom, picture, stage);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return {
    x: Math.round(clampedStart(stage.width / 2 - zoom.centre.x * width, width, stage.width)),
    y: Math.round(clampedStart(stage.height / 2 - zoom.centre.y * height, height, stage.height)),
    scale,
  };
}

/** The part of the picture (0 .. 1) under a point of the stage. */
export function pictureAt(point: Point, zoom: Zoom, picture: Size, stage: Size): Point {
  const { x, y, scale } = placed(zoom, picture, stage);
  return { x: (point.x - x) / (picture.width * scale), y: (point.y - y) / (picture.height * scale) };
}

/** Another scale, while what lies under a point of the stage stays there as far as the edges allow. */
export function scaledAt(zoom: Zoom, scale: number, point: Point, picture: Size, stage: Size): Zoom {
  const under = pictureAt(point, zoom, picture, stage);
  const next = Math.min(MOST, scale);
  if (next <= fitScale(picture, stage)) return FIT;
  const centre = {
    x: under.x + (stage.width / 2 - point.x) / (picture.width * next),
    y: under.y + (stage.height / 2 - point.y) / (picture.height * next),
  };
  return settled({ centre, scale: next }, picture, stage);
}

/** The same picture with its centre where it really is, after the edges have stopped it. */
function settled(zoom: Zoom, picture: Size, stage: Size): Zoom {
  if (zoom.scale === 'fit') return zoom;
  const centre = pictureAt({ x: stage.width / 2, y: stage.height / 2 }, zoom, picture, stage);
  return { ...zoom, centre };
}

/** Moved by so many device pixels. */
export function pannedBy(zoom: Zoom, delta: Point, picture: Size, stage: Size): Zoom {
  if (zoom.scale === 'fit') return zoom;
  const centre = {
    x: zoom.centre.x - delta.x / (picture.width * zoom.scale),
    y: zoom.centre.y - delta.y / (picture.height * zoom.scale),
  };
  return settled({ ...zoom, centre }, picture, stage);
}

/** 1:1 at a point of the stage; from any other scale than `fit` back to it. */
export function toggled(zoom: Zoom, point: Point, picture: Size, stage: Size): Zoom {
  if (zoom.scale !== 'fit') return FIT;
  const under = pictureAt(point, zoom, picture, stage);
  const clamp = (part: number): number => Math.min(1, Math.max(0, part));
  // A picture that fits as it is has no part to choose, but 1:1 is still what was asked for.
  const zoomed: Zoom = { centre: { x: clamp(under.x), y: clamp(under.y) }, scale: 1 };
  return fitScale(picture, stage) === 1 ? { ...zoomed, scale: 2 } : scaledAt(zoom, 1, point, picture, stage);
}

/** The next level up or down, at a point of the stage. */
export function stepped(zoom: Zoom, direction: 1 | -1, point: Point, picture: Size, stage: Size): Zoom {
  const now = scaleOf(zoom, picture, stage);
  const next =
    direction === 1
      ? LEVELS.find((level) => level > now * 1.001)
      : LEVELS.findLast((level) => level < now * 0.999);
  return scaledAt(zoom, next ?? (direction === 1 ? MOST : 0), point, picture, stage);
}

/** The scale in words: `Fit`, `1:1`, `200 %`. */
export function zoomText(zoom: Zoom): string {
  if (zoom.scale === 'fit') return 'Fit';
  return zoom.scale === 1 ? '1:1' : `${Math.round(zoom.scale * 100)}\u00a0%`;
}
