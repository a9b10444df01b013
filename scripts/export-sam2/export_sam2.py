#!/usr/bin/env python3
"""Export a SAM 2 or SAM 2.1 video model to the ONNX files that Framesift reads.

    pip install torch torchvision sam2 onnx onnxruntime pillow numpy
    python export_sam2.py --family sam2.1 --size tiny --checkpoint sam2.1_hiera_tiny.pt \
        --image-size 512 --out sam2.1-tiny-512 --check

Without --checkpoint the weights are random, which is enough to try the way through.
With --fixed-bank the memory attention graph takes exactly 7 blocks + 16 pointers and the
decoder has neither mask prompt nor candidate outputs, as exports of others have it.

Writes the graphs vision_encoder, mask_decoder, memory_encoder, memory_attention,
pointer_tpos (SAM 2.1 only) and mask_downsample, and constants.json and manifest.json.
README.md beside this script says what each of them takes and gives.

It imports the `sam2` package (Apache-2.0) and copies none of it.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import hashlib
import json
import os
import sys
import time
import warnings

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

OPSET = 17
YAML = {"tiny": "t", "small": "s", "base_plus": "b+", "large": "l"}
MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]


# ------------------------------------------------------------------ wrappers
class VisionEncoder(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.m = m
        S, Fg, D = m.image_size, m.image_size // 16, m.hidden_dim
        trunk = m.image_encoder.trunk
        if hasattr(trunk, "_get_pos_embed"):          # Hiera: freeze the interpolated table
            with torch.no_grad():
                table = type(trunk)._get_pos_embed(trunk, (S // 4, S // 4)).clone()
            self.register_buffer("hiera_pos", table)
            trunk._get_pos_embed = lambda hw, t=self: t.hiera_pos
        with torch.no_grad():
            pos = m.image_encoder.neck.position_encoding(torch.zeros(1, D, Fg, Fg)).clone()
        self.register_buffer("pos2", pos)

    def forward(self, pixel_values):
        f0, f1, f2 = self.m.forward_image(pixel_values)["backbone_fpn"][:3]
        no_mem = self.m.no_mem_embed.reshape(1, -1, 1, 1)
        return f0, f1, f2, f2 + no_mem, self.pos2 + 0.0 * f2[:, :1, :1, :1]


class MaskDecoder(nn.Module):
    """Prompt encoder + decoder + selection + gating + pointer projection."""

    def __init__(self, m, extended=True):
        super().__init__()
        self.m, self.extended = m, extended
        pe = m.sam_prompt_encoder
        with torch.no_grad():
            self.register_buffer("dense_pe", pe.get_dense_pe().clone())
            self.register_buffer("gauss", pe.pe_layer.positional_encoding_gaussian_matrix.clone())
            table = [pe.not_a_point_embed.weight] + [e.weight for e in pe.point_embeddings]
            self.register_buffer("label_table", torch.cat(table, 0).clone())   # label -1,0,1,2,3
        d = m.sam_mask_decoder
        self.delta = float(d.dynamic_multimask_stability_delta)
        self.thresh = float(d.dynamic_multimask_stability_thresh)
        assert d.dynamic_multimask_via_stability, "build the model with the predictor's settings"

    def forward(self, feats0, feats1, feats2_cond, input_points, input_labels, input_mask=None, has_input_mask=None):
        m, d = self.m, self.m.sam_mask_decoder
        # -- sparse prompts (one padding point is always appended)
        xy = torch.cat([input_points[:, 0] + 0.5, torch.zeros(1, 1, 2)], dim=1)
        given = input_labels[:, 0]
        lab = torch.cat([given.to(torch.int64), -torch.ones(1, 1, dtype=torch.int64)], dim=1)
        ang = ((xy / float(m.image_size)) * 2.0 - 1.0) @ self.gauss * (2.0 * np.pi)
        enc = torch.cat([torch.sin(ang), torch.cos(ang)], dim=-1)
        keep = (lab != -1).to(torch.float32).unsqueeze(-1)
        sparse = enc * keep + self.label_table[lab + 1]
        # -- dense prompt
        nomask = m.sam_prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1)
        if input_mask is None:
            dense = nomask
        else:
            h = has_input_mask.reshape(1, 1, 1, 1)
            dense = m.sam_prompt_encoder.mask_downscaling(input_mask) * h + nomask * (1.0 - h)
        # -- two-way transformer
        head = torch.cat([d.obj_score_token.weight, d.iou_token.weight, d.mask_tokens.weight], 0)
        tokens = torch.cat([head.unsqueeze(0), sparse], dim=1)
        src = feats2_cond + dense
        _, c, fh, fw = src.shape
        hs, src = d.transformer(src, self.dense_pe, tokens)
        nm = d.num_mask_tokens
        mask_tokens = hs[:, 2:2 + nm]
        src = src.transpose(1, 2).reshape(1, c, fh, fw)
        up1, ln, act1, up2, act2 = d.output_upscaling
        up = act1(ln(up1(src) + feats1))
        up = act2(up2(up) + feats0)
        hyper = torch.stack([d.output_hypernetworks_mlps[i](mask_tokens[:, i]) for i in range(nm)], 1)
        _, cu, uh, uw = up.shape
        masks = (hyper @ up.reshape(1, cu, uh * uw)).reshape(1, nm, uh, uw)
        ious = d.iou_prediction_head(hs[:, 1])
        score = d.pred_obj_score_head(hs[:, 0])                               # [1,1]
        # -- selection
        n_pts = (given != -1).to(torch.int64).sum(dim=1)
        multi = n_pts <= 1
        best = torch.argmax(ious[:, 1:], dim=1) + 1
        flat = masks[:, 0].flatten(1)
        a_i = (flat > self.delta).to(torch.float32).sum(1)
        a_u = (flat > -self.delta).to(torch.float32).sum(1)
        stable = torch.where(a_u > 0, a_i / a_u.clamp(min=1.0), torch.ones_like(a_u)) >= self.thresh
        zero = torch.zeros_like(best)
        pick_mask = torch.where(torch.logical_or(multi, torch.logical_not(stable)), best, zero)
        pick_tok = torch.where(multi, best, zero)
        # -- gating by the object score
        present = (score > 0).to(torch.float32)
        all_low = torch.where((score > 0).reshape(1, 1, 1, 1), masks, torch.full_like(masks, -1024.0))
        ptrs = m.obj_ptr_proj(mask_tokens)
        ptrs = present.unsqueeze(1) * ptrs + (1.0 - present.unsqueeze(1)) * m.no_obj_ptr.unsqueeze(0)
        low = all_low.index_select(1, pick_mask)
        high = F.interpolate(low, size=(m.image_size, m.image_size), mode="bilinear", align_corners=False)
        out = (low, high, ious.index_select(1, pick_mask), score.unsqueeze(-1), ptrs.index_select(1, pick_tok))
        return out + (all_low, ious, ptrs) if self.extended else out


class MemoryEncoder(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.m = m
        C, Fg = m.mem_dim, m.image_size // 16
        emb = getattr(m, "no_obj_embed_spatial", None)
        self.register_buffer("absent", (emb.detach() if emb is not None else torch.zeros(1, C)).reshape(1, C, 1, 1).clone())
        with torch.no_grad():
            pos = m.memory_encoder.position_encoding(torch.zeros(1, C, Fg, Fg)).clone()
        self.register_buffer("pos", pos.flatten(2).permute(2, 0, 1).contiguous())

    def forward(self, feats2, high_res_mask, object_score_logits, binarize):
        m = self.m
        hard = (high_res_mask > 0).to(torch.float32)
        x = binarize * hard + (1.0 - binarize) * torch.sigmoid(high_res_mask)
        x = x * m.sigmoid_scale_for_mem_enc + m.sigmoid_bias_for_mem_enc
        t = m.memory_encoder(feats2, x, skip_mask_sigmoid=True)["vision_features"]
        gone = 1.0 - (object_score_logits > 0).to(torch.float32).reshape(1, 1, 1, 1)
        t = t + gone * self.absent
        t = t.flatten(2).permute(2, 0, 1)
        return t, self.pos + 0.0 * t[:1, :, :1]


def rope_table(dim, grid, theta=10000.0):
    freq = 1.0 / theta ** (torch.arange(0, dim, 4)[: dim // 4].float() / dim)
    idx = torch.arange(grid * grid, dtype=torch.float32)
    col, row = idx % grid, torch.div(idx, grid, rounding_mode="floor")
    ang = torch.cat([torch.outer(col, freq), torch.outer(row, freq)], -1)       # [F*F, dim/2]
    return torch.cos(ang), torch.sin(ang)


def split_pairs(lin):
    """A copy of a linear layer whose outputs (a0,b0,a1,b1,..) become (a0,a1,..,b0,b1,..)."""
    n = lin.weight.shape[0]
    order = torch.cat([torch.arange(0, n, 2), torch.arange(1, n, 2)])
    out = nn.Linear(lin.weight.shape[1], n)
    with torch.no_grad():
        out.weight.copy_(lin.weight[order])
        out.bias.copy_(lin.bias[order])
    return out


class MemoryAttention(nn.Module):
    """Real-valued rotary attention. Queries and rotated keys share one pair order, so
    dot products are unchanged; the table is one initializer."""

    def __init__(self, m, fixed_pointer_tokens=None):
        super().__init__()
        a = m.memory_attention
        self.fixed = fixed_pointer_tokens
        self.grid, self.dim = m.image_size // 16, m.hidden_dim
        self.layers, self.norm, self.at_input = a.layers, a.norm, a.pos_enc_at_input
        cos, sin = rope_table(self.dim, self.grid)
        self.register_buffer("cos", cos)
        self.register_buffer("sin", sin)
        proj = []
        for L in self.layers:
            assert L.self_attn.num_heads == 1 and L.cross_attn_image.num_heads == 1
            assert L.pos_enc_at_cross_attn_keys and not L.pos_enc_at_attn and not L.pos_enc_at_cross_attn_queries
            assert L.activation_str == "relu"
            proj.append(nn.ModuleList([split_pairs(L.self_attn.q_proj), split_pairs(L.self_attn.k_proj),
                                       split_pairs(L.cross_attn_image.q_proj), split_pairs(L.cross_attn_image.k_proj)]))
        self.proj = nn.ModuleList(proj)

    def rot(self, x):
        a, b = x.chunk(2, dim=-1)
        return torch.cat([a * self.cos - b * self.sin, a * self.sin + b * self.cos], dim=-1)

    def attend(self, q, k, v):
        return torch.softmax((q * self.dim ** -0.5) @ k.transpose(-1, -2), dim=-1) @ v

    def forward(self, cur, cur_pos, memory, memory_pos, num_object_pointer_tokens=None):
        n = self.fixed if num_object_pointer_tokens is None else num_object_pointer_tokens
        x = cur.transpose(0, 1)
        if self.at_input:
            x = x + 0.1 * cur_pos.transpose(0, 1)
        values = memory.transpose(0, 1)
        keys = (memory + memory_pos).transpose(0, 1)
        spatial = keys.shape[1] - n
        k_sp, k_ptr = keys[:, :spatial], keys[:, spatial:]
        tokens = self.grid * self.grid
        for L, (sq, sk, cq, ck) in zip(self.layers, self.proj):
            y = L.norm1(x)
            s = L.self_attn
            x = x + s.out_proj(self.attend(self.rot(sq(y)), self.rot(sk(y)), s.v_proj(y)))
            y = L.norm2(x)
            s = L.cross_attn_image
            k = self.rot(ck(k_sp).reshape(-1, tokens, self.dim)).reshape(1, -1, self.dim)
            k = torch.cat([k, ck(k_ptr)], dim=1)
            x = x + s.out_proj(self.attend(self.rot(cq(y)), k, s.v_proj(values)))
            x = x + L.linear2(torch.relu(L.linear1(L.norm3(x))))
        return self.norm(x).permute(0, 2, 1).reshape(1, self.dim, self.grid, self.grid)


class PointerTpos(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.proj = m.obj_ptr_tpos_proj
        half = m.hidden_dim // 2
        e = torch.arange(half, dtype=torch.float32)
        self.register_buffer("div", 10000.0 ** (2.0 * torch.div(e, 2, rounding_mode="floor") / half))

    def forward(self, normalized_diffs):
        a = normalized_diffs.unsqueeze(-1) / self.div
        return self.proj(torch.cat([torch.sin(a), torch.cos(a)], dim=-1))


class MaskDownsample(nn.Module):
    def __init__(self, m):
        super().__init__()
        self.conv = m.mask_downsample

    def forward(self, mask):
        return self.conv(mask)


# ------------------------------------------------------------------ export
def tidy(path):
    """Merge equal Constant nodes / initializers, drop doc strings and generator paths."""
    import onnx
    from onnx import numpy_helper
    model = onnx.load(path)
    g = model.graph
    seen, rename, keep_nodes, inits = {}, {}, [], []

    def key(t):
        a = numpy_helper.to_array(t)
        return (t.data_type, a.shape, hashlib.sha1(a.tobytes()).digest())

    for t in g.initializer:
        k = key(t)
        if k in seen:
            rename[t.name] = seen[k]
        else:
            seen[k] = t.name
            inits.append(t)
    outs = {o.name for o in g.output}
    for n in g.node:
        if n.op_type == "Constant" and n.output[0] not in outs and n.attribute[0].name == "value":
            t = n.attribute[0].t
            t.name = n.output[0]
            k = key(t)
            if k in seen:
                rename[t.name] = seen[k]
            else:
                seen[k] = t.name
                inits.append(t)
            continue
        keep_nodes.append(n)
    for n in keep_nodes:
        n.doc_string = ""
        for i, x in enumerate(n.input):
            n.input[i] = rename.get(x, x)
    del g.node[:], g.initializer[:]
    g.node.extend(keep_nodes)
    g.initializer.extend(inits)
    del g.value_info[:]
    model.producer_name, model.producer_version, g.name = "export_sam2", "1", "main"
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export_one(mod, args, path, inputs, outputs, dynamic):
    mod.eval()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(mod, args, path, input_names=inputs, output_names=outputs, dynamic_axes=dynamic,
                          opset_version=OPSET, do_constant_folding=True, dynamo=False)
    mod.eval()
    tidy(path)


def graph_specs(m, fixed_bank=False):
    """role -> (module, example args, input names, output names, dynamic axes)"""
    S, Fg, D, C = m.image_size, m.image_size // 16, m.hidden_dim, m.mem_dim
    k, ext = D // C, not fixed_bank
    r = lambda *s: torch.randn(*s)
    f0, f1, f2 = r(1, D // 8, 4 * Fg, 4 * Fg), r(1, D // 4, 2 * Fg, 2 * Fg), r(1, D, Fg, Fg)
    specs = {}
    specs["vision_encoder"] = (VisionEncoder(m), (r(1, 3, S, S),), ["pixel_values"],
                               ["feats0", "feats1", "feats2", "feats2_no_mem", "vision_pos_embed"], {})
    dec_in = ["feats0", "feats1", "feats2_cond", "input_points", "input_labels"]
    dec_args = (f0, f1, f2, torch.rand(1, 1, 3, 2) * S, torch.tensor([[[2, 3, 1]]], dtype=torch.int32))
    dec_out = ["low_res_mask", "high_res_mask", "iou", "object_score_logits", "object_pointer"]
    if ext:
        dec_in += ["input_mask", "has_input_mask"]
        dec_args += (r(1, 1, 4 * Fg, 4 * Fg), torch.ones(1))
        dec_out += ["all_low_res_masks", "all_ious", "all_object_pointers"]
    specs["mask_decoder"] = (MaskDecoder(m, ext), dec_args, dec_in, dec_out,
                             {"input_points": {2: "num_points"}, "input_labels": {2: "num_points"}})
    specs["memory_encoder"] = (MemoryEncoder(m), (f2, r(1, 1, S, S), torch.ones(1, 1), torch.tensor(1.0)),
                               ["feats2", "high_res_mask", "object_score_logits", "binarize"], ["memory_tokens", "memory_pos"], {})
    ma_in = ["current_vision_features", "current_vision_position_embeddings", "memory", "memory_pos"]
    blocks, ptr = (m.num_maskmem, m.max_obj_ptrs_in_encoder) if fixed_bank else (2, 3)
    rows = blocks * Fg * Fg + ptr * k
    ma_args = (r(Fg * Fg, 1, D), r(Fg * Fg, 1, D), r(rows, 1, C), r(rows, 1, C))
    if fixed_bank:
        specs["memory_attention"] = (MemoryAttention(m, ptr * k), ma_args, ma_in, ["conditioned_feats"], {})
    else:
        specs["memory_attention"] = (MemoryAttention(m), ma_args + (torch.tensor(ptr * k, dtype=torch.int64),),
                                     ma_in + ["num_object_pointer_tokens"], ["conditioned_feats"],
                                     {"memory": {0: "memory_rows"}, "memory_pos": {0: "memory_rows"}})
    if m.add_tpos_enc_to_obj_ptrs and m.proj_tpos_enc_in_obj_ptrs:
        P = m.max_obj_ptrs_in_encoder
        specs["pointer_tpos"] = (PointerTpos(m), (torch.linspace(0, 1, P),), ["normalized_diffs"], ["pointer_pos"],
                                 {} if fixed_bank else {"normalized_diffs": {0: "num_pointers"}, "pointer_pos": {0: "num_pointers"}})
    if ext:
        specs["mask_downsample"] = (MaskDownsample(m), (torch.ones(1, 1, S, S),), ["mask"], ["mask_prompt"], {})
    return specs


def sha256(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        for b in iter(lambda: f.read(1 << 20), b""):
            h.update(b)
    return h.hexdigest()


def round_list(t):
    return [float(np.float32(v)) for v in t.detach().float().reshape(-1)]


def export_model(m, out, *, model_id, family, size, source_sha256=None, weights_licence="Apache-2.0", fixed_bank=False, log=print):
    os.makedirs(out, exist_ok=True)
    m.eval()
    Fg = m.image_size // 16
    files = []
    for role, (mod, args, i, o, dyn) in graph_specs(m, fixed_bank).items():
        t = time.time()
        path = os.path.join(out, role + ".onnx")
        export_one(mod, args, path, i, o, dyn)
        log(f"  {role:18s} {os.path.getsize(path):>12,d} bytes  {time.time() - t:.1f} s")
        files.append(role + ".onnx")
    m.eval()
    tpos = m.maskmem_tpos_enc.detach().reshape(m.num_maskmem, m.mem_dim)
    constants = {
        "model": model_id, "family": family, "size": size, "opset": OPSET, "license": weights_licence,
        "source_sha256": source_sha256,
        "image_size": m.image_size, "image_mean": MEAN, "image_std": STD, "resample": "pillow-bicubic",
        "feat_size": Fg, "hidden_dim": m.hidden_dim, "mem_dim": m.mem_dim, "low_res_size": 4 * Fg,
        "tokens_per_frame": Fg * Fg, "num_maskmem": m.num_maskmem,
        "max_object_pointers": m.max_obj_ptrs_in_encoder, "no_obj_score": -1024.0,
        "pointer_temporal": "projected" if m.add_tpos_enc_to_obj_ptrs else "none",
        "memory_bank": "fixed" if fixed_bank else "dynamic",
        "no_obj_ptr": round_list(m.no_obj_ptr),
        "memory_temporal_positional_encoding": [round_list(row) for row in tpos],
    }
    with open(os.path.join(out, "constants.json"), "w") as f:
        json.dump(constants, f, indent=1)
        f.write("\n")
    files.append("constants.json")
    manifest = {
        "id": model_id, "family": family, "size": size, "image_size": m.image_size, "precision": "fp32",
        "contract": "sqz-fixed" if fixed_bank else "sqz+E1-E5", "opset": OPSET,
        "license": weights_licence, "license_url": "https://www.apache.org/licenses/LICENSE-2.0",
        "constants": "constants.json",
        "files": [{"role": f.rsplit(".", 1)[0], "path": f, "url": None,
                   "bytes": os.path.getsize(os.path.join(out, f)), "sha256": sha256(os.path.join(out, f))} for f in files],
    }
    with open(os.path.join(out, "manifest.json"), "w") as f:
        json.dump(manifest, f, indent=1)
        f.write("\n")
    return manifest


# ------------------------------------------------------------------ models
def build(family, size, image_size, checkpoint=None):
    from sam2.build_sam import build_sam2_video_predictor
    y = YAML[size]
    cfg = f"configs/sam2.1/sam2.1_hiera_{y}.yaml" if family == "sam2.1" else f"configs/sam2/sam2_hiera_{y}.yaml"
    extra = [f"++model.image_size={image_size}"]
    if image_size != 1024:
        g = image_size // 16
        for a in ("self_attention", "cross_attention"):
            extra.append(f"++model.memory_attention.layer.{a}.feat_sizes=[{g},{g}]")
    return build_sam2_video_predictor(cfg, checkpoint, device="cpu", hydra_overrides_extra=extra).eval()


# ------------------------------------------------------------------ checks
def check_graphs(m, out, fixed_bank=False, threads=1, log=print):
    """ONNX against the official modules, one graph at a time; returns max |difference| per graph."""
    import onnxruntime as ort
    so = ort.SessionOptions()
    so.intra_op_num_threads = threads
    sess = lambda r: ort.InferenceSession(os.path.join(out, r + ".onnx"), so, providers=["CPUExecutionProvider"])
    S, Fg, D, C = m.image_size, m.image_size // 16, m.hidden_dim, m.mem_dim
    k, T = D // C, Fg * Fg
    g = torch.Generator().manual_seed(5)
    rnd = lambda *s: torch.randn(*s, generator=g)
    diff = {}

    def cmp(role, got, want):
        d = max(float(np.abs(np.asarray(a, np.float32).reshape(-1) - b.detach().float().numpy().reshape(-1)).max()) for a, b in zip(got, want))
        diff[role] = max(diff.get(role, 0.0), d)

    with torch.inference_mode():
        x = rnd(1, 3, S, S)
        b = m.forward_image(x)
        fp, pos2 = b["backbone_fpn"], b["vision_pos_enc"][2]
        f2n = fp[2] + m.no_mem_embed.reshape(1, -1, 1, 1)
        cmp("vision_encoder", sess("vision_encoder").run(None, {"pixel_values": x.numpy()}), [fp[0], fp[1], fp[2], f2n, pos2])
        dec = sess("mask_decoder")
        ext = len(dec.get_inputs()) > 5
        cases = [([[10.0, 20.0]], [1], None), ([[5.0, 6.0], [S * 0.5, S * 0.7]], [2, 3], None), ([[3.0, 4.0], [9.0, 9.0], [20.0, 8.0]], [1, 0, 1], None), (None, None, None)]
        if ext:
            cases.append(([[10.0, 20.0], [30.0, 9.0]], [1, 0], rnd(1, 1, 4 * Fg, 4 * Fg) * 4))
        for pts, labs, msk in cases:
            P = None if pts is None else {"point_coords": torch.tensor([pts]), "point_labels": torch.tensor([labs], dtype=torch.int32)}
            want = m._forward_sam_heads(f2n, P, msk, [fp[0], fp[1]], m._use_multimask(True, P))
            feed = {"feats0": fp[0].numpy(), "feats1": fp[1].numpy(), "feats2_cond": f2n.numpy(),
                    "input_points": np.zeros((1, 1, 1, 2), np.float32) if pts is None else np.array([[pts]], np.float32),
                    "input_labels": np.full((1, 1, 1), -1, np.int32) if pts is None else np.array([[labs]], np.int32)}
            if ext:
                feed["input_mask"] = np.zeros((1, 1, 4 * Fg, 4 * Fg), np.float32) if msk is None else msk.numpy()
                feed["has_input_mask"] = np.array([0.0 if msk is None else 1.0], np.float32)
            cmp("mask_decoder", [v for n, v in zip(range(5), dec.run(None, feed)) if n != 2], [want[3], want[4], want[6], want[5]])
        me = sess("memory_encoder")
        for score in (2.0, -2.0):
            for pts in (0, 1):
                high = rnd(1, 1, S, S) * 5
                flat = [fp[2].flatten(2).permute(2, 0, 1)]
                want, wpos = m._encode_new_memory(flat, [(Fg, Fg)], high, torch.tensor([[score]]), bool(pts))
                got = me.run(None, {"feats2": fp[2].numpy(), "high_res_mask": high.numpy(), "object_score_logits": np.array([[score]], np.float32),
                                    "binarize": np.array(float(pts), np.float32)})
                cmp("memory_encoder", got, [want.flatten(2).permute(2, 0, 1), wpos[-1].flatten(2).permute(2, 0, 1)])
        ma = sess("memory_attention")
        for blocks, ptr in [(m.num_maskmem, m.max_obj_ptrs_in_encoder)] + ([] if fixed_bank else [(1, 1), (3, 5)]):
            rows = blocks * T + ptr * k
            cur, cpos, mem, mpos = fp[2].flatten(2).permute(2, 0, 1), pos2.flatten(2).permute(2, 0, 1), rnd(rows, 1, C), rnd(rows, 1, C)
            want = m.memory_attention(curr=[cur], curr_pos=[cpos], memory=mem, memory_pos=mpos, num_obj_ptr_tokens=ptr * k)
            feed = {"current_vision_features": cur.numpy(), "current_vision_position_embeddings": cpos.numpy(), "memory": mem.numpy(), "memory_pos": mpos.numpy()}
            if not fixed_bank:
                feed["num_object_pointer_tokens"] = np.array(ptr * k, np.int64)
            cmp("memory_attention", ma.run(None, feed), [want.permute(1, 2, 0).reshape(1, D, Fg, Fg)])
        if os.path.exists(os.path.join(out, "pointer_tpos.onnx")):
            from sam2.modeling.sam2_utils import get_1d_sine_pe
            n = torch.arange(m.max_obj_ptrs_in_encoder) / (m.max_obj_ptrs_in_encoder - 1)
            cmp("pointer_tpos", sess("pointer_tpos").run(None, {"normalized_diffs": n.numpy()}), [m.obj_ptr_tpos_proj(get_1d_sine_pe(n, m.hidden_dim))])
        if os.path.exists(os.path.join(out, "mask_downsample.onnx")):
            x = (rnd(1, 1, S, S) > 0).float()
            cmp("mask_downsample", sess("mask_downsample").run(None, {"mask": x.numpy()}), [m.mask_downsample(x)])
    for r, d in diff.items():
        log(f"  {r:18s} max |onnx - torch| = {d:.2e}")
    return diff


def bench(m, out, threads=(1, 2), repeat=3, log=print):
    """Seconds per graph in the steady state (7 blocks + 16 pointers), best of `repeat`."""
    import onnxruntime as ort
    S, Fg, D, C = m.image_size, m.image_size // 16, m.hidden_dim, m.mem_dim
    k, T = D // C, Fg * Fg
    rows, np_tok = m.num_maskmem * T + m.max_obj_ptrs_in_encoder * k, m.max_obj_ptrs_in_encoder * k
    x = torch.randn(1, 3, S, S)
    mem, mpos, high = torch.randn(rows, 1, C), torch.randn(rows, 1, C), torch.randn(1, 1, S, S)
    result = {}

    def best(fn):
        fn()
        ts = []
        for _ in range(repeat):
            t = time.perf_counter()
            fn()
            ts.append(time.perf_counter() - t)
        return min(ts)

    with torch.inference_mode():
        b = m.forward_image(x)
        fp, p2 = b["backbone_fpn"], b["vision_pos_enc"][2]
        cur, cpos = fp[2].flatten(2).permute(2, 0, 1), p2.flatten(2).permute(2, 0, 1)
        feeds = {
            "vision_encoder": {"pixel_values": x.numpy()},
            "memory_attention": {"current_vision_features": cur.numpy(), "current_vision_position_embeddings": cpos.numpy(), "memory": mem.numpy(),
                                 "memory_pos": mpos.numpy(), "num_object_pointer_tokens": np.array(np_tok, np.int64)},
            "mask_decoder": {"feats0": fp[0].numpy(), "feats1": fp[1].numpy(), "feats2_cond": fp[2].numpy(), "input_points": np.zeros((1, 1, 1, 2), np.float32),
                             "input_labels": np.full((1, 1, 1), -1, np.int32), "input_mask": np.zeros((1, 1, 4 * Fg, 4 * Fg), np.float32), "has_input_mask": np.zeros(1, np.float32)},
            "memory_encoder": {"feats2": fp[2].numpy(), "high_res_mask": high.numpy(), "object_score_logits": np.ones((1, 1), np.float32), "binarize": np.array(0.0, np.float32)},
        }
        calls = {
            "vision_encoder": lambda: m.forward_image(x),
            "memory_attention": lambda: m.memory_attention(curr=[cur], curr_pos=[cpos], memory=mem, memory_pos=mpos, num_obj_ptr_tokens=np_tok),
            "mask_decoder": lambda: m._forward_sam_heads(fp[2], None, None, [fp[0], fp[1]], True),
            "memory_encoder": lambda: m._encode_new_memory([cur], [(Fg, Fg)], high, torch.ones(1, 1), False),
        }
        for n in threads:
            torch.set_num_threads(n)
            row_t = {r: best(f) for r, f in calls.items()}
            row_o = {}
            for r, feed in feeds.items():
                so = ort.SessionOptions()
                so.intra_op_num_threads = n
                s = ort.InferenceSession(os.path.join(out, r + ".onnx"), so, providers=["CPUExecutionProvider"])
                feed = {i.name: feed[i.name] for i in s.get_inputs()}
                row_o[r] = best(lambda: s.run(None, feed))
                del s
            for name, row in (("torch", row_t), ("onnxruntime", row_o)):
                row["frame"] = sum(row.values())
                result[f"{name}-{n}"] = row
                log(f"  {name:12s} {n} thread(s): " + "  ".join(f"{r} {v:.3f}" for r, v in row.items()))
    return result


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--family", choices=["sam2.1", "sam2"], default="sam2.1")
    p.add_argument("--size", choices=list(YAML), default="tiny")
    p.add_argument("--checkpoint", help="the official .pt file; leave out for random weights")
    p.add_argument("--image-size", type=int, default=1024, help="a multiple of 32 whose quarter the first window (8) divides, e.g. 512 or 1024")
    p.add_argument("--out", required=True)
    p.add_argument("--fixed-bank", action="store_true")
    p.add_argument("--check", action="store_true", help="compare every graph with PyTorch")
    p.add_argument("--bench", action="store_true", help="time PyTorch and onnxruntime with 1 and 2 threads")
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--tolerance", type=float, default=2e-3, help="largest difference --check accepts")
    a = p.parse_args()
    torch.manual_seed(0)
    print(f"building {a.family} {a.size} at {a.image_size}", flush=True)
    m = build(a.family, a.size, a.image_size, a.checkpoint)
    if not a.checkpoint:                                                # random weights: let the object count as present
        m.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.data.fill_(3.0)
    src = sha256(a.checkpoint) if a.checkpoint else None
    mid = f"{a.family}-{a.size}-{a.image_size}" + ("" if a.checkpoint else "-random") + ("-fixed" if a.fixed_bank else "")
    export_model(m, a.out, model_id=mid, family=a.family, size=a.size, source_sha256=src, fixed_bank=a.fixed_bank)
    if a.check:
        torch.set_num_threads(1)
        d = check_graphs(m, a.out, a.fixed_bank)
        if max(d.values()) > a.tolerance:
            sys.exit("difference above the tolerance")
    if a.bench:
        bench(m, a.out, repeat=a.repeat)


if __name__ == "__main__":
    main()
