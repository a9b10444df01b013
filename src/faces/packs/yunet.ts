import { FACEPLUGIN, FACEPLUGIN_BUNDLE } from './faceplugin.ts';
import type { PackManifest } from './pack-manifest.ts';

const FILE = 'face_detection_yunet_2026may.onnx';

/** YuNet's boxes with the landmarks and the recogniser of the default pack. */
export const YUNET: PackManifest = {
  kind: 'faces',
  name: 'yunet',
  title:
    'YuNet detector for small faces (from 40 pixels in 1080p), with the landmarks and recogniser of faceplugin',
  licence: {
    text: 'YuNet: MIT (OpenCV Zoo, libfacedetection). Landmarks and recogniser: MIT, as faceplugin',
    url: 'https://github.com/opencv/opencv_zoo/tree/main/models/face_detection_yunet',
    acceptance: null,
  },
  detector: { kind: 'yunet', file: FILE, confidence: 0.6, longestSide: 960 },
  landmarks: FACEPLUGIN.landmarks,
  eyes: FACEPLUGIN.eyes,
  recogniser: FACEPLUGIN.recogniser,
  bundles: [
    {
      folder: 'yunet',
      files: [
        {
          name: FILE,
          bytes: 229_738,
          sha256: 'ebafce4e3c118d6554634be5c27ab333b4c047a9a8c3faf1d7cf93101c22f0f0',
        },
      ],
      sources: [
        'https://github.com/opencv/opencv_zoo/raw/main/models/face_detection_yunet',
        'https://huggingface.co/opencv/opencv_zoo/resolve/main/models/face_detection_yunet',
      ].map((folder) => ({ kind: 'files', urls: { [FILE]: `${folder}/${FILE}` } }) as const),
    },
    FACEPLUGIN_BUNDLE,
  ],
};
