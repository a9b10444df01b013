export { measure, measureScratchBytes } from './measure';
export { luma16 } from './luma16';
export { rgb24ToGrey, rgb48ToGrey } from './grey';
export { rgb24ScratchBytes, yuvToRgb24 } from './convert-rgb24';
export { rgb48ScratchBytes, yuvToRgb48 } from './convert-rgb48';
export { resizeBytes, resizeScratchBytes } from './resize';
export { greyToPlane, rgb24ToPlanes } from './tensor';
export { warpRgb24 } from './warp';
export { allFaceDistances, halvesToFloats, nearestFaces } from './faces';
