#!/usr/bin/env python3
"""Export EdgeTAM to the ONNX files that Framesift reads.

    python -m venv edgetam && . edgetam/bin/activate    # its package replaces `sam2`: give it an environment of its own
    pip install torch torchvision timm edgetam-dimos onnx onnxruntime pillow numpy scipy
    python export_edgetam.py --checkpoint edgetam.pt --out edgetam --check

Without --checkpoint the weights are random. The image size is 1024: the perceiver and the
rotary tables are made for a grid of 64 x 64.

What differs from SAM 2.1: `tokens_per_frame` is 512, so a block of `memory` has 512 rows;
there is no pointer_tpos.onnx (`pointer_temporal` is "none", positions of pointers are zeros).

It imports the `edgetam-dimos` package (Apache-2.0) and copies none of it.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import os
import sys

import numpy as np
import torch
import torch.nn as nn

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import export_sam2 as ex  # noqa: E402


class MemoryEncoder(ex.MemoryEncoder):
    """Memory encoder + perceiver: [latents,1,C] tokens with their constant positions."""

    def __init__(self, m):
        super().__init__(m)
        C, G = m.mem_dim, m.image_size // 16
        with torch.no_grad():
            self.register_buffer("grid_pos", m.memory_encoder.position_encoding(torch.zeros(1, C, G, G)).clone())
            _, pos = m.spatial_perceiver(torch.zeros(1, C, G, G), self.grid_pos)
        self.register_buffer("token_pos", pos.permute(1, 0, 2).contiguous().clone())

    def forward(self, feats2, high_res_mask, object_score_logits, binarize):
        m = self.m
        hard = (high_res_mask > 0).to(torch.float32)
        x = binarize * hard + (1.0 - binarize) * torch.sigmoid(high_res_mask)
        x = x * m.sigmoid_scale_for_mem_enc + m.sigmoid_bias_for_mem_enc
        t = m.memory_encoder(feats2, x, skip_mask_sigmoid=True)["vision_features"]
        t = t + (1.0 - (object_score_logits > 0).to(torch.float32).reshape(1, 1, 1, 1)) * self.absent
        t, _ = m.spatial_perceiver(t, self.grid_pos)
        t = t.permute(1, 0, 2)
        return t, self.token_pos + 0.0 * t[:1, :, :1]


class MemoryAttention(ex.MemoryAttention):
    """In every block the first latents stay unrotated, the 2-D latents turn with their own small table."""

    def __init__(self, m):
        super().__init__(m)
        p = m.spatial_perceiver
        self.n1, self.n2 = p.num_latents, p.num_latents_2d
        cos, sin = ex.rope_table(self.dim, int(round(self.n2 ** 0.5)))
        self.register_buffer("kcos", cos)
        self.register_buffer("ksin", sin)

    def forward(self, cur, cur_pos, memory, memory_pos, num_object_pointer_tokens):
        x = cur.transpose(0, 1)
        if self.at_input:
            x = x + 0.1 * cur_pos.transpose(0, 1)
        values = memory.transpose(0, 1)
        keys = (memory + memory_pos).transpose(0, 1)
        spatial = keys.shape[1] - num_object_pointer_tokens
        k_sp, k_ptr = keys[:, :spatial], keys[:, spatial:]
        for L, (sq, sk, cq, ck) in zip(self.layers, self.proj):
            y = L.norm1(x)
            s = L.self_attn
            x = x + s.out_proj(self.attend(self.rot(sq(y)), self.rot(sk(y)), s.v_proj(y)))
            y = L.norm2(x)
            s = L.cross_attn_image
            k = ck(k_sp).reshape(-1, self.n1 + self.n2, self.dim)
            a, b = k[:, self.n1:].chunk(2, dim=-1)
            k2 = torch.cat([a * self.kcos - b * self.ksin, a * self.ksin + b * self.kcos], dim=-1)
            k = torch.cat([k[:, :self.n1], k2], dim=1).reshape(1, -1, self.dim)
            k = torch.cat([k, ck(k_ptr)], dim=1)
            x = x + s.out_proj(self.attend(self.rot(cq(y)), k, s.v_proj(values)))
            x = x + L.linear2(torch.relu(L.linear1(L.norm3(x))))
        return self.norm(x).permute(0, 2, 1).reshape(1, self.dim, self.grid, self.grid)


def graph_specs(m, fixed_bank=False):
    assert not fixed_bank
    specs = BASE_SPECS(m, False)
    mod, args, i, o, dyn = specs["memory_encoder"]
    specs["memory_encoder"] = (MemoryEncoder(m), args, i, o, dyn)
    mod, args, i, o, dyn = specs["memory_attention"]
    C, T, k = m.mem_dim, m.spatial_perceiver.num_latents + m.spatial_perceiver.num_latents_2d, m.hidden_dim // m.mem_dim
    rows = 2 * T + 3 * k
    specs["memory_attention"] = (MemoryAttention(m), args[:2] + (torch.randn(rows, 1, C), torch.randn(rows, 1, C), args[4]), i, o, dyn)
    return specs


BASE_SPECS = ex.graph_specs


def export_model(m, out, **kw):
    import json
    ex.graph_specs = graph_specs
    try:
        manifest = ex.export_model(m, out, family="edgetam", **kw)
    finally:
        ex.graph_specs = BASE_SPECS
    path = os.path.join(out, "constants.json")
    c = json.load(open(path))
    c["tokens_per_frame"] = m.spatial_perceiver.num_latents + m.spatial_perceiver.num_latents_2d
    with open(path, "w") as f:
        json.dump(c, f, indent=1)
        f.write("\n")
    for e in manifest["files"]:
        if e["path"] == "constants.json":
            e["bytes"], e["sha256"] = os.path.getsize(path), ex.sha256(path)
    with open(os.path.join(out, "manifest.json"), "w") as f:
        json.dump(manifest, f, indent=1)
        f.write("\n")
    return manifest


def build(checkpoint=None):
    import timm.models
    import sam2.modeling.backbones.timm as tb
    tb.create_model = lambda name, **k: timm.models.create_model(name, **{**k, "pretrained": False})   # the checkpoint brings the backbone
    from sam2.build_sam import build_sam2_video_predictor
    return build_sam2_video_predictor("edgetam.yaml", checkpoint, device="cpu").eval()


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint")
    p.add_argument("--out", required=True)
    p.add_argument("--check", action="store_true", help="compare memory encoder and memory attention with PyTorch")
    a = p.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    m = build(a.checkpoint)
    if not a.checkpoint:                                                # random weights: let the object count as present
        m.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.data.fill_(3.0)
    src = ex.sha256(a.checkpoint) if a.checkpoint else None
    export_model(m, a.out, model_id="edgetam-1024" + ("" if a.checkpoint else "-random"), size="edgetam", source_sha256=src)
    m.eval()
    if a.check:
        import onnxruntime as ort
        so = ort.SessionOptions()
        so.intra_op_num_threads = 1
        S, G, C, D = m.image_size, m.image_size // 16, m.mem_dim, m.hidden_dim
        with torch.inference_mode():
            f2, high = torch.randn(1, D, G, G), torch.randn(1, 1, S, S) * 5
            want, wpos = m._encode_new_memory([f2.flatten(2).permute(2, 0, 1)], [(G, G)], high, torch.ones(1, 1), True)
            got = ort.InferenceSession(os.path.join(a.out, "memory_encoder.onnx"), so).run(None, {
                "feats2": f2.numpy(), "high_res_mask": high.numpy(), "object_score_logits": np.ones((1, 1), np.float32), "binarize": np.array(1.0, np.float32)})
            print("  memory_encoder     max |onnx - torch| =", float(np.abs(got[0][:, 0] - want[0].numpy()).max()), float(np.abs(got[1][:, 0] - wpos[-1][0].numpy()).max()))
            s = ort.InferenceSession(os.path.join(a.out, "memory_attention.onnx"), so)
            for n, ptr in ((1, 1), (7, 16)):
                rows = 512 * n + 4 * ptr
                cur, cpos, mem, mpos = torch.randn(G * G, 1, D), torch.randn(G * G, 1, D), torch.randn(rows, 1, C), torch.randn(rows, 1, C)
                want = m.memory_attention(curr=[cur], curr_pos=[cpos], memory=mem, memory_pos=mpos, num_obj_ptr_tokens=4 * ptr, num_spatial_mem=n)
                got = s.run(None, {"current_vision_features": cur.numpy(), "current_vision_position_embeddings": cpos.numpy(), "memory": mem.numpy(), "memory_pos": mpos.numpy(),
                                   "num_object_pointer_tokens": np.array(4 * ptr, np.int64)})[0]
                print("  memory_attention   max |onnx - torch| =", float(np.abs(got.reshape(D, -1).T - want[:, 0].numpy()).max()))


if __name__ == "__main__":
    main()
