"""Opens an ONNX model the way every model of this process runs: one thread, no memory held back, no core spun while it waits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime


def forbid_telemetry() -> None:
    """For this process and its children. onnxruntime since 1.29 reports every process and model to its maker unless the variable was set
    before it was first imported (its Privacy.md); huggingface_hub reports downloads. Called before these, and what stands on them, are imported."""
    os.environ.update(ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1")


def open_onnx_model(file: Path) -> onnxruntime.InferenceSession:
    """Blocking. Raises what onnxruntime raises for a missing or broken file."""
    forbid_telemetry()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena never gives back what the longest input needed
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
