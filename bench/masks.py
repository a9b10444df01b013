"""The same work as bench/mask-frames.ts with Python's onnxruntime: SAM 2's host loop over the same graphs.

Arguments: model folder, frames before the memory is full, frames that are timed, threads.
Prints "ready", waits for a line on standard input, and prints what it took as JSON.
"""
import json
import sys
import time

import numpy as np
import onnxruntime

folder, before, timed, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
constants = json.load(open(f"{folder}/constants.json"))
SIDE = constants["image_size"]
MEMORY = constants["mem_dim"]
SHARE = constants["hidden_dim"] // MEMORY
ROWS = np.array(constants["memory_temporal_positional_encoding"], np.float32).reshape(-1, MEMORY)
LENGTH = 1 + before + timed


def session(name):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    found = onnxruntime.InferenceSession(f"{folder}/{name}.onnx", options, providers=["CPUExecutionProvider"])
    names = [output.name for output in found.get_outputs()]
    return lambda **inputs: dict(zip(names, found.run(names, inputs)))


encode, decode, remember, attend = map(session, ["vision_encoder", "mask_decoder", "memory_encoder", "memory_attention"])
positions = session("pointer_tpos") if constants["pointer_temporal"] == "projected" else None


def pixels(number):
    i = np.arange(SIDE * SIDE * 3, dtype=np.int64)
    rgb = ((i * 7 + (i >> 9) * 13 + number * 31) & 255).astype(np.float32).reshape(SIDE, SIDE, 3) / 255
    mean, std = (np.array(constants[key], np.float32) for key in ("image_mean", "image_std"))
    return np.ascontiguousarray(((rgb - mean) / std).transpose(2, 0, 1)[None])


def masks(features, image, points, labels):
    low = SIDE // 4
    return decode(
        feats0=image["feats0"], feats1=image["feats1"], feats2_cond=features,
        input_points=np.array(points, np.float32).reshape(1, 1, -1, 2),
        input_labels=np.array(labels, np.int32).reshape(1, 1, -1),
        input_mask=np.zeros((1, 1, low, low), np.float32), has_input_mask=np.zeros(1, np.float32))


def keep(image, found, prompted):
    made = remember(
        feats2=image["feats2"], high_res_mask=found["high_res_mask"],
        object_score_logits=found["object_score_logits"].reshape(1, 1), binarize=np.array(float(prompted), np.float32))
    bits = np.ascontiguousarray(made["memory_tokens"]).view(np.uint32).astype(np.uint64)
    tokens = ((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)
    return {"tokens": tokens, "positions": made["memory_pos"], "pointer": found["object_pointer"].reshape(-1)}


def flat(values):
    return np.ascontiguousarray(values.reshape(values.shape[1], -1).T[:, None])


image = encode(pixel_values=pixels(0))
corners = [[SIDE * 0.3, SIDE * 0.3], [SIDE * 0.7, SIDE * 0.7]]
kept = {0: keep(image, masks(image["feats2_no_mem"], image, corners, [2, 3]), True)}


def track(number):
    image = encode(pixel_values=pixels(number))
    spatial = [(0, 6)] + [(number - back, back - 1) for back in range(6, 0, -1) if number - back > 0]
    pointers = [(0, number)] + [(number - back, back) for back in range(1, min(LENGTH, 16)) if number - back > 0]
    share = np.array([distance for _, distance in pointers], np.float32) / np.float32(max(min(LENGTH, 16) - 1, 1))
    rows = positions(normalized_diffs=share)["pointer_pos"] if positions else np.zeros((len(pointers), MEMORY), np.float32)
    tokens = [kept[at]["tokens"] for at, _ in spatial] + [kept[at]["pointer"].reshape(SHARE, 1, MEMORY) for at, _ in pointers]
    where = [kept[at]["positions"] + ROWS[row] for at, row in spatial] + [np.repeat(rows, SHARE, axis=0).reshape(-1, 1, MEMORY)]
    features = attend(
        current_vision_features=flat(image["feats2"]), current_vision_position_embeddings=flat(image["vision_pos_embed"]),
        memory=np.concatenate(tokens), memory_pos=np.concatenate(where),
        num_object_pointer_tokens=np.array(SHARE * len(pointers), np.int64))["conditioned_feats"]
    kept[number] = keep(image, masks(features, image, [[0, 0]], [-1]), False)


for number in range(1, 1 + before):
    track(number)
print("ready", flush=True)
sys.stdin.readline()
wall, cpu = time.perf_counter(), time.process_time()
for number in range(1 + before, LENGTH):
    track(number)
took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "faces": 0, "frames": timed}
print(json.dumps(took), flush=True)
