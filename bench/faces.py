"""The same work as bench/face-frames.ts with Python's onnxruntime: detection, landmarks, alignment, embedding.

Arguments: models' folder, file of raw 1920x1080 RGB frames, rounds, threads (0 = the library's default).
Prints "ready", waits for a line on standard input, and prints what it took as JSON.
"""
import json
import sys
import time

import cv2
import numpy as np
import onnxruntime

WIDTH, HEIGHT = 1920, 1080
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
folder, frames_file, rounds, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
if threads:
    cv2.setNumThreads(threads)


def session(name):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    if threads:
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(f"{folder}/{name}", options, providers=["CPUExecutionProvider"])


detector, landmarks, feature = (session(f"fr_{name}.onnx") for name in ("detect", "landmark", "feature"))


def planes(rgb, mean, divisor):
    return np.ascontiguousarray(((rgb.astype(np.float32) - np.float32(mean)) / np.float32(divisor)).transpose(2, 0, 1)[None])


def detect(rgb):
    small = cv2.resize(rgb, (320, 240), interpolation=cv2.INTER_LINEAR)
    scores, boxes = detector.run(["scores", "boxes"], {"input": planes(small, 127, 128)})
    found = np.where(scores[0, :, 1] > 0.7)[0]
    scores, boxes = scores[0, found, 1], boxes[0, found]
    order = np.argsort(-scores, kind="stable")[:200]
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(boxes[best] * np.array([WIDTH, HEIGHT, WIDTH, HEIGHT], np.float32))
        wide = np.maximum(0, np.minimum(boxes[best, 2], boxes[rest, 2]) - np.maximum(boxes[best, 0], boxes[rest, 0]))
        high = np.maximum(0, np.minimum(boxes[best, 3], boxes[rest, 3]) - np.maximum(boxes[best, 1], boxes[rest, 1]))
        common = wide * high
        order = rest[common / (area[best] + area[rest] - common + 1e-5) <= 0.3]
    return kept


def embed(rgb, box):
    half, x, y = (box[3] - box[1]) / 2, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x1, y1 = int(max(0, x - half)), int(max(0, y - half))
    x2, y2 = int(min(WIDTH - 1, x + half)), int(min(HEIGHT - 1, y + half))
    crop = cv2.resize(rgb[y1:y2, x1:x2], (64, 64), interpolation=cv2.INTER_LINEAR)
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32) / np.float32(256)
    p = landmarks.run(None, {"input": grey[None, None]})[0].reshape(68, 2).astype(np.float64)
    p = p * [x2 - x1, y2 - y1] + [x1, y1]
    p = np.stack(
        [(p[37] + p[38] + p[40] + p[41]) / 4, (p[43] + p[44] + p[46] + p[47]) / 4, p[30], (p[48] + p[60]) / 2, (p[54] + p[64]) / 2]
    )
    mean, goal = p.mean(0), TEMPLATE.mean(0)
    centred, target = p - mean, TEMPLATE - goal
    spread = (centred**2).sum()
    a = (centred * target).sum() / spread
    b = (centred[:, 0] * target[:, 1] - centred[:, 1] * target[:, 0]).sum() / spread
    matrix = np.array([[a, -b, goal[0] - a * mean[0] + b * mean[1]], [b, a, goal[1] - b * mean[0] - a * mean[1]]])
    face = cv2.warpAffine(rgb, matrix, (112, 112), borderValue=0.0)
    vector = feature.run(None, {"input": planes(face[:, :, ::-1], 127.5, 127.5)})[0][0]
    return vector / np.linalg.norm(vector)


def look(rgb):
    return [embed(rgb, box) for box in detect(rgb)]


frames = np.fromfile(frames_file, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)
for frame in frames[:4]:
    look(frame)
print("ready", flush=True)
sys.stdin.readline()
wall, cpu, faces = time.perf_counter(), time.process_time(), 0
for _ in range(rounds):
    for frame in frames:
        faces += len(look(frame))
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps({"wall": wall, "cpu": cpu, "faces": faces, "frames": rounds * len(frames)}))
